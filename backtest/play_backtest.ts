import {
  type Agent,
  type AgentHarness,
  type AgentIsolate,
  type AgentTraits,
  type DiaryEntry,
  intervalsOf,
  type RecordedAsset,
} from "../engine/mod.ts";
import type { BacktestChoice } from "./backtest_settings.ts";
import { decideOnce, isDecideJob } from "./isolated_agent.ts";
import { RecordedMarket } from "./market/recorded_market.ts";
import { type BacktestResult, type BacktestWatch, type ModelByClock, runBacktest } from "./run_backtest.ts";
import type { RunRange } from "./run_range.ts";

/** An agent that decides here, or one that was loaded into an isolate. */
export type Player =
  | { readonly agent: Agent; readonly isolate: null }
  | { readonly agent: AgentTraits; readonly isolate: AgentIsolate };

/** Runs a backtest where its agent is. */
export async function playBacktest(
  player: Player,
  backtest: RunRange & {
    readonly choice: BacktestChoice;
    readonly market: RecordedMarket;
    /** Only an agent that decides here can ask it. */
    readonly chatModel?: ModelByClock;
  },
  watch: BacktestWatch,
): Promise<BacktestResult> {
  const { agent, isolate } = player;
  if (isolate !== null) return await runApart(isolate, backtest, watch);
  return await runBacktest({ ...backtest, choice: { ...backtest.choice, agent } }, watch);
}

/** A backtest as plain data, but for its agent, which is where the job goes. */
interface BacktestJob extends RunRange {
  readonly choice: Omit<BacktestChoice, "agent">;
  readonly assets: readonly RecordedAsset[];
}

const COMMITTED = Promise.resolve();

/** Runs a backtest in the isolate of its agent; the diary is kept here, where the disk can be reached. */
async function runApart(
  isolate: AgentIsolate,
  backtest: RunRange & { readonly choice: BacktestChoice; readonly market: RecordedMarket },
  { signal, kept, onCycle }: BacktestWatch,
): Promise<BacktestResult> {
  const { choice: { agent: _agent, ...choice }, market, from, until } = backtest;
  const assets = [...market.assets.values()].map(({ recorded }) => recorded);
  const job: BacktestJob = { choice, assets, from, until };
  const onEntry = (sent: unknown): void => {
    // Our own harness sent it: it is an entry.
    const entry = sent as DiaryEntry;
    kept?.append(entry);
    // This thread breathes while the other one works.
    if (entry.kind === "cycle") void onCycle?.(entry);
  };
  return await isolate.run(job, { signal, onEntry }) as BacktestResult;
}

/** The other side of {@link runApart}: runs the job, or takes one decision, with the agent that was loaded there. */
const backtestHarness: AgentHarness = async (create, job, watch) => {
  if (isDecideJob(job)) return await decideOnce(create, job, watch);
  const { signal, append, onCycle } = watch;
  const { choice, assets, from, until } = job as BacktestJob;
  const agent = create();
  const market = new RecordedMarket(assets, choice.interval);
  market.prepare(intervalsOf(agent, choice.interval));
  const kept = { append, commit: () => COMMITTED };
  return await runBacktest({ choice: { ...choice, agent }, market, from, until }, {
    signal,
    kept,
    onCycle,
  });
};

export default backtestHarness;
