import { AGENTS, type AgentTraits, type LoopEnd, type Metrics } from "../engine/mod.ts";
import type { BacktestChoice } from "./backtest_settings.ts";
import type { RecordedMarket } from "./market/recorded_market.ts";
import { playBacktest } from "./play_backtest.ts";
import type { BacktestWatch } from "./run_backtest.ts";
import type { RunRange } from "./run_range.ts";

/** What every other agent's result stands beside. */
const BENCHMARK = AGENTS.get("buy-and-hold")!;

/** Buy and hold on the same market; null where it is the run itself, or somebody did not want to wait. */
export async function playBenchmark(
  { agent, end }: { readonly agent: AgentTraits; readonly end: LoopEnd },
  { choice, market, from, until }: RunRange & {
    readonly choice: BacktestChoice;
    readonly market: RecordedMarket;
  },
  watch: BacktestWatch,
): Promise<Metrics | null> {
  if (agent === BENCHMARK || end !== "reached-end") return null;
  const { model: _model, ...plain } = choice;
  const backtest = { choice: { ...plain, agent: BENCHMARK }, market, from, until };
  const result = await playBacktest({ agent: BENCHMARK, isolate: null }, backtest, watch);
  return result.end === "reached-end" ? result.metrics : null;
}
