import type { IndicatorSpec } from "../indicators/mod.ts";
import type { Decision, JsonValue } from "../model/decision.ts";
import type { Interval } from "../model/interval.ts";
import type { CandleWindow } from "../model/candles.ts";
import type { FundingRates } from "../model/market_context.ts";
import type { Unanswered } from "../model/model_use.ts";
import type { Observation } from "../model/observation.ts";
import type { ChatModel } from "../ports/chat_model.ts";

/** Candles of one interval an agent wants to see, with indicators over them. */
export interface Need {
  /** `decision` is the interval the run decides on. */
  readonly interval: Interval | "decision";
  readonly indicators: readonly IndicatorSpec[];
  /** How many of the last values are kept to be seen; at least 1. */
  readonly values: number;
}

/** What has closed and was paid up to the moment of the decision; never anything later. */
export interface MarketHistory {
  /** The last `count` closed candles, oldest first; fewer where there are not so many. */
  candles(asset: string, interval: Interval, count: number): Promise<CandleWindow>;
  /** Hourly funding rates that were paid after `after` (ms). */
  funding(asset: string, after: number): Promise<FundingRates>;
}

/** What the engine hands to an agent beside the observation. */
export interface AgentTools {
  readonly model: ChatModel;
  /** What the agent returned as memory the last time; null at first. */
  readonly memory: JsonValue;
  /** A source of chance for one asset, numbers from 0 up to 1: the same for the same seed, asset and close. */
  random(asset: string): () => number;
  /** Aborted when the agent is no longer to be waited for. */
  readonly signal: AbortSignal;
  readonly history: MarketHistory;
  /** How long a model may take in all before its answer is too late, ms as recorded; Infinity: it never is. */
  readonly patienceMs: number;
}

/** A look at the market that failed while the agent thought. */
export interface FailedLook {
  /** Which tool. */
  readonly on: string;
  readonly what: string;
}

/** What an agent answers. */
export interface Decided {
  /** At most one per asset; an asset without one is held. */
  readonly decisions: readonly Decision[];
  /** Small JSON handed back at the next cycle; not given: as it was. */
  readonly memory?: JsonValue | undefined;
  readonly summary?: string | undefined;
  readonly reasoning?: string | undefined;
  /** Why, by asset, of every decision, idle holds included; for the diary. */
  readonly rationales?: { readonly [asset: string]: string } | undefined;
  /** Why it could not decide and holds. */
  readonly unanswered?: Unanswered | undefined;
  /** What was wrong with an answer that a model was asked for again. */
  readonly repaired?: string | undefined;
  /** Looks of a model's tools that failed; the model was told so. */
  readonly failedLooks?: readonly FailedLook[] | undefined;
}

/** Anything that decides. It keeps nothing between cycles but what it returns as memory. */
export interface Agent {
  readonly name: string;
  /** What warm-up and observation follow from. */
  readonly needs: readonly Need[];
  /** The name of a profile the agent always trades under, whatever the user chose. */
  readonly ownProfile?: string | undefined;
  /** Parameters that change what it decides; part of the run's key. */
  readonly parameters?: JsonValue | undefined;
  /** Decides once; what it throws is a hold of every asset. */
  decide(observation: Observation, tools: AgentTools): Decided | Promise<Decided>;
}

/** The intervals that an agent looks at in a run which decides on `decision`: that one first, each once. */
export function intervalsOf(agent: Pick<Agent, "needs">, decision: Interval): Interval[] {
  const needed = agent.needs.map(({ interval }) => interval === "decision" ? decision : interval);
  return [...new Set([decision, ...needed])];
}

/** All about an agent but its deciding: plain data. */
export type AgentTraits = Omit<Agent, "decide">;
