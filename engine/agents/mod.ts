import type { Agent } from "./agent.ts";
import { buyAndHold } from "./buy_and_hold.ts";
import { meanReversion } from "./mean_reversion.ts";
import { random } from "./random.ts";
import { trend } from "./trend.ts";

/** The agent that asks a model: made for each run by `createLlmAgent`, because it tells the run's limits. */
export const LLM_AGENT = "llm";

/** The rule-based agents, by name. */
export const AGENTS: ReadonlyMap<string, Agent> = new Map(
  [buyAndHold, trend, meanReversion, random].map((agent) => [agent.name, agent]),
);
