import { JsonlDiary } from "../../adapters/jsonl_diary/mod.ts";
import {
  backtestSettings,
  DEFAULT_EXCHANGE,
  HistoricalMarketData,
  NO_SLIPPAGE,
  NoCommands,
  NoModel,
  RecordedMarket,
  simulate,
  SimulatedClock,
  SimulatedExchange,
  type SimulationResult,
} from "../../backtest/mod.ts";
import { type Agent, type Interval, intervalsOf } from "../../engine/mod.ts";
import { BENCH_PROFILE, type ScenarioAsset, START } from "./scenarios.ts";

/** What is run on a market, and which candles it is made of. */
export interface Work {
  readonly agent: Agent;
  readonly interval: Interval;
  readonly candles: Interval;
}

const CAPITAL_USD = 100_000;

/**
 * Runs a work as `deno task backtest` does, resampling and the whole diary (a new file in `folder`) included: the
 * recorded candles as they come from disk are all that is there before.
 */
export async function simulateWork(
  work: Work,
  assets: readonly ScenarioAsset[],
  folder: string,
): Promise<SimulationResult> {
  const recorded = assets.map(({ instrument, columns }) => ({
    instrument,
    candles: [{ interval: work.candles, columns }],
    funding: null,
    openInterest: null,
  }));
  const market = new RecordedMarket(recorded, work.interval);
  market.prepare(intervalsOf(work.agent, work.interval));
  const clock = new SimulatedClock(START);
  const marketData = new HistoricalMarketData(market, clock);
  const instruments = assets.map(({ instrument }) => instrument);
  const exchange = new SimulatedExchange({ clock, marketData, instruments }, {
    ...DEFAULT_EXCHANGE,
    slippage: NO_SLIPPAGE,
    depositUsd: CAPITAL_USD,
  });
  const ports = { clock, marketData, exchange, chatModel: new NoModel(), commands: new NoCommands() };
  const kept = JsonlDiary.create(`${folder}/${crypto.randomUUID()}.jsonl`, { durable: false, lazy: true });
  const { agent, interval } = work;
  const choice = { agent, chosen: BENCH_PROFILE, instruments, interval, seed: 1, funding: "off" } as const;
  const result = await simulate({
    run: backtestSettings({ ...choice, capitalUsd: CAPITAL_USD, detail: "trades" }),
    ports: (diary) => ({ ...ports, diary }),
    kept,
    from: START,
    until: endOf(assets),
    signal: new AbortController().signal,
  });
  await kept.close();
  return result;
}

/** The close of the last candle, ms: the last cycle is strictly before it. */
function endOf([{ columns: { time } }]: readonly ScenarioAsset[]): number {
  return 2 * time[time.length - 1] - time[time.length - 2];
}
