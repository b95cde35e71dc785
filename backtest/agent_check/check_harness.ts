import {
  type Agent,
  type AgentHarness,
  type AgentTools,
  type CycleEntry,
  type Decided,
  decisionAlone,
  type JsonValue,
  type Observation,
  type RecordedAsset,
} from "../../engine/mod.ts";
import type { BacktestChoice } from "../backtest_settings.ts";
import { RecordedMarket } from "../market/recorded_market.ts";
import { runBacktest } from "../run_backtest.ts";
import type { RunRange } from "../run_range.ts";

/** A run of an agent under test. */
export interface CheckJob extends RunRange {
  readonly choice: Omit<BacktestChoice, "agent">;
  readonly assets: readonly RecordedAsset[];
  /** Cycles of an earlier run: their answers stand in their lines, the agent is not asked again. */
  readonly recorded: readonly CycleEntry[];
  /** Before this moment the agent is not asked and everything is held, ms. */
  readonly askFrom: number;
}

/** What the agent said, word for word: the diary keeps no words of an idle hold. */
export interface AgentAnswer {
  readonly kind: "answer";
  readonly close: number;
  readonly decided?: JsonValue;
  /** What it threw instead. */
  readonly failed?: string;
}

const COMMITTED = Promise.resolve();
const HOLDS: Decided = { decisions: [] };

/** Runs a job with a new agent and hands over what it answered beside the lines of the diary. */
const checkHarness: AgentHarness = async (create, job, { signal, append, onCycle }) => {
  const { choice, assets, from, until, ...asked } = job as CheckJob;
  const market = new RecordedMarket(assets, choice.interval);
  const agent = watched(create(), asked, append);
  const kept = { append, commit: () => COMMITTED };
  const run = { choice: { ...choice, agent }, market, from, until };
  await runBacktest(run, { signal, kept, onCycle });
  return null;
};

/** The agent, with its answers told; for what is recorded the record answers. */
function watched(
  agent: Agent,
  { recorded, askFrom }: Pick<CheckJob, "recorded" | "askFrom">,
  tell: (answer: AgentAnswer) => void,
): Agent {
  const past = new Map(recorded.map((entry) => [entry.close, answerIn(entry)]));
  const decide = async (observation: Observation, tools: AgentTools): Promise<Decided> => {
    const { close } = observation;
    if (close < askFrom) return HOLDS;
    const before = past.get(close);
    if (before !== undefined) return before;
    try {
      const decided = await agent.decide(observation, tools);
      tell({ kind: "answer", close, decided: JSON.parse(JSON.stringify(decided)) });
      return decided;
    } catch (error) {
      tell({ kind: "answer", close, failed: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  };
  return { ...agent, decide };
}

/** What the line of a cycle says that the agent decided: all but idle holds, and what it wanted to remember. */
function answerIn({ decisions = [], memory, summary, reasoning }: CycleEntry): Decided {
  return { decisions: decisions.map(decisionAlone), memory, summary, reasoning };
}

export default checkHarness;
