import { AGENTS, type AgentTraits, type LoopEnd, type Metrics } from "../engine/mod.ts";
import type { BacktestChoice } from "./backtest_settings.ts";
import type { RecordedMarket } from "./market/recorded_market.ts";
import { playBacktest } from "./play_backtest.ts";
import type { BacktestResult, BacktestWatch } from "./run_backtest.ts";
import type { RunRange } from "./run_range.ts";

/** What every other agent's result stands beside. */
const BENCHMARK = AGENTS.get("buy-and-hold")!;

/** What buy and hold is played on. */
export interface BenchmarkMarket extends RunRange {
  readonly choice: BacktestChoice;
  readonly market: RecordedMarket;
}

/** Buy and hold on the same market; null where it is the run itself, or somebody did not want to wait. */
export async function playBenchmark(
  { agent, end }: { readonly agent: AgentTraits; readonly end: LoopEnd },
  market: BenchmarkMarket,
  watch: BacktestWatch,
): Promise<Metrics | null> {
  if (agent === BENCHMARK || end !== "reached-end") return null;
  const result = await playBuyAndHold(market, watch);
  return result.end === "reached-end" ? result.metrics : null;
}

/** Plays buy and hold on a market. */
export async function playBuyAndHold(
  { choice, market, from, until }: BenchmarkMarket,
  watch: BacktestWatch,
): Promise<BacktestResult> {
  const { model: _model, ...plain } = choice;
  const backtest = { choice: { ...plain, agent: BENCHMARK }, market, from, until };
  return await playBacktest({ agent: BENCHMARK, isolate: null }, backtest, watch);
}
