import type { ChatModel, Clock, CycleEntry, Diary } from "../engine/mod.ts";
import { backtestSettings, type PlayedChoice } from "./backtest_settings.ts";
import { SimulatedExchange } from "./exchange/simulated_exchange.ts";
import { HistoricalMarketData } from "./market/historical_market_data.ts";
import type { RecordedMarket } from "./market/recorded_market.ts";
import type { EquityPoint } from "./metrics/mod.ts";
import { InterruptedModel } from "./interrupted_model.ts";
import { NoCommands } from "./no_commands.ts";
import { NoModel } from "./no_model.ts";
import type { RunRange } from "./run_range.ts";
import { simulate, type SimulationResult } from "./simulate.ts";
import { SimulatedClock } from "./simulated_clock.ts";
import { DEFAULT_SIMULATION, exchangeOptions } from "./simulation_choice.ts";

/** Points of the equity curve that are drawn from. */
const CURVE_POINTS = 400;

/** What is run, on which market, from when to when. */
export interface Backtest extends RunRange {
  readonly choice: PlayedChoice;
  readonly market: RecordedMarket;
  /** Who answers an agent that asks a model, by the run's clock; not given: nobody. */
  readonly chatModel?: ModelByClock;
}

/** Whoever answers by a clock that only the run has. */
export type ModelByClock = (clock: Clock) => ChatModel;

/** Who looks on while it runs. */
export interface BacktestWatch {
  readonly signal: AbortSignal;
  /** Where the diary is kept; not given: only its figures are. */
  readonly kept?: Diary;
  readonly onCycle?: (entry: CycleEntry) => void | Promise<void>;
}

/** What came of it, as plain data. */
export interface BacktestResult extends Omit<SimulationResult, "equityCurve"> {
  /** A few hundred points of the equity curve, oldest first. */
  readonly equity: readonly EquityPoint[];
}

/** The composition of a backtest: recorded market, simulated exchange, simulated clock. */
export async function runBacktest(
  { choice, market, chatModel, from, until }: Backtest,
  watch: BacktestWatch,
): Promise<BacktestResult> {
  const run = backtestSettings(choice);
  const clock = new SimulatedClock(from);
  const marketData = new HistoricalMarketData(market, clock);
  const parts = { clock, marketData, instruments: run.instruments };
  const options = exchangeOptions(choice.simulation ?? DEFAULT_SIMULATION, choice.capitalUsd);
  const exchange = new SimulatedExchange(parts, options);
  // Whoever does not want to wait any more does not wait for an answer either.
  const asked = chatModel === undefined
    ? new NoModel()
    : new InterruptedModel(chatModel(clock), watch.signal);
  const ports = { clock, marketData, exchange, chatModel: asked, commands: new NoCommands() };
  const range = { from, until };
  const result = await simulate({
    kept: null,
    ...watch,
    run,
    ports: (diary) => ({ ...ports, diary }),
    ...range,
  });
  const { equityCurve, ...figures } = result;
  return { ...figures, equity: equityCurve(CURVE_POINTS) };
}
