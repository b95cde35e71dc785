import { fileURLToPath } from "node:url";
import type { Run, Workplace } from "./workplace.ts";

/** The agents that have a golden diary. */
export const GOLDEN_AGENTS = ["buy-and-hold", "trend", "mean-reversion", "random"] as const;

/** A week of the shipped market in which every one of them trades. */
const GOLDEN_FLAGS = "--from 2024-08-26 --to 2024-09-01 --interval 1h";

/** Where an agent's golden diary lies. */
export function goldenPath(agent: string): string {
  return fileURLToPath(new URL(`../../fixtures/golden/${agent}.jsonl`, import.meta.url));
}

/** Runs an agent as its golden diary was made. */
export async function goldenRun(place: Workplace, agent: string): Promise<Run> {
  return await place.good(`${GOLDEN_FLAGS} --agent ${agent}`);
}
