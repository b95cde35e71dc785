import type { RunIndex } from "../../engine/mod.ts";
import type { TestOptions } from "./compare_days.ts";
import { FEWEST_DAYS } from "./compare_runs.ts";
import type { Trials } from "./known_trials.ts";
import { pairedDays } from "./paired_days.ts";
import { type RunEvidence, runEvidence, type RunIntervals, runIntervals } from "./run_evidence.ts";

/** What a run's own days say, with intervals; null where there are too few for them. */
export interface ReportEvidence {
  readonly evidence: RunEvidence;
  readonly intervals: RunIntervals | null;
}

/** The evidence of one run; `trials`: null where no ledger tells of any. */
export function reportEvidence(index: RunIndex, trials: Trials | null, options: TestOptions): ReportEvidence {
  const returns = pairedDays([index])?.returns[0] ?? new Float64Array();
  return {
    evidence: runEvidence(returns, trials),
    intervals: returns.length < FEWEST_DAYS ? null : runIntervals(returns, options),
  };
}
