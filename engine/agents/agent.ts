import type { IndicatorSpec } from "../indicators/mod.ts";
import type { Decision, JsonValue } from "../model/decision.ts";
import type { Interval } from "../model/interval.ts";
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

/** What the engine hands to an agent beside the observation. */
export interface AgentTools {
  readonly model: ChatModel;
  /** What the agent returned as memory the last time; null at first. */
  readonly memory: JsonValue;
  /** A source of chance for one asset, numbers from 0 up to 1: the same for the same seed, asset and close. */
  random(asset: string): () => number;
  /** Aborted when the agent is no longer to be waited for. */
  readonly signal: AbortSignal;
}

/** What an agent answers. */
export interface Decided {
  /** At most one per asset; an asset without one is held. */
  readonly decisions: readonly Decision[];
  /** Small JSON handed back at the next cycle; not given: as it was. */
  readonly memory?: JsonValue | undefined;
  readonly summary?: string | undefined;
  readonly reasoning?: string | undefined;
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
