import type { AgentTraits, Interval, JsonValue } from "../../engine/mod.ts";
import type { RunRange } from "../run_range.ts";
import { type AgentCheck, checkAgent, type CheckedAgent, type OpenIsolate } from "./check_agent.ts";
import { checkWindows } from "./check_windows.ts";

/** An agent in a file, on a planned run. */
export interface AgentToTest extends Omit<CheckedAgent, "agent" | "windows">, RunRange {
  readonly player: { readonly agent: AgentTraits };
}

/** What was tested, and what came of it. */
export interface AgentTest extends AgentCheck {
  readonly name: string;
  readonly parameters: JsonValue;
  readonly assets: readonly string[];
  readonly interval: Interval;
  readonly windows: readonly RunRange[];
}

/** Tests an agent in windows of a planned run; null where the run is too short for that. */
export async function testedAgent(planned: AgentToTest, open: OpenIsolate): Promise<AgentTest | null> {
  const { player: { agent }, choice: { interval, instruments } } = planned;
  const windows = checkWindows(planned, interval);
  if (windows.length === 0) return null;
  const check = await checkAgent({ ...planned, agent, windows }, open);
  const { name, parameters = null } = agent;
  return { name, parameters, assets: instruments.map(({ symbol }) => symbol), interval, windows, ...check };
}
