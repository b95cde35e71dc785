/**
 * Whether an agent of one's own peeks: what is run, what is compared, and what came of it.
 * @module
 */
export { type AgentCheck, checkAgent, type CheckedAgent, type OpenIsolate } from "./check_agent.ts";
export { checkWindows } from "./check_windows.ts";
export type { Difference } from "./first_difference.ts";
export { type AgentTest, type AgentToTest, testedAgent } from "./tested_agent.ts";
export type { CheckFinding, CheckName, CheckResult, Comparison } from "./check_result.ts";
