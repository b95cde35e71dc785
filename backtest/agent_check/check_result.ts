import type { RunRange } from "../run_range.ts";
import type { Difference } from "./first_difference.ts";

/** What an agent is tested for. */
export const CHECKS = ["determinism", "prefix", "warm-up", "continuity", "faults"] as const;

/** One of {@link CHECKS}. */
export type CheckName = typeof CHECKS[number];

/** Which two runs were held against each other. */
export type Comparison =
  /** The same run under another clock and with other dice. */
  | "other-surroundings"
  /** A run that ends earlier, after the longer one in the same process. */
  | "prefix-after-longer"
  /** A run that ends earlier, in a process of its own. */
  | "prefix-alone"
  /** The same run on data that begins with the candles that the agent's needs ask for. */
  | "needed-candles"
  /** The same decision times, asked from later on; no order goes through in either. */
  | "later-start"
  /** The same run, stopped and gone on with from its diary in a new process. */
  | "restart";

/** What was found first, and where. */
export interface CheckFinding {
  readonly window: RunRange;
  /** Null: the agent failed. */
  readonly comparison: Comparison | null;
  /** The moment that the comparison turns on (where it was cut, stopped or begun later), ms; null: none. */
  readonly turn: number | null;
  readonly difference: Difference;
}

/** What came of one test in all windows. */
export interface CheckResult {
  readonly name: CheckName;
  /** `not-run`: it says nothing of an agent that is not the same twice. */
  readonly result: "ok" | "failed" | "not-run";
  /** The first that was found; null unless it failed. */
  readonly finding: CheckFinding | null;
}
