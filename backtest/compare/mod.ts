/**
 * Finished runs set side by side, and how sure one can be of what differs.
 * @module
 */
export type { ComparedRun } from "./compared_run.ts";
export {
  type CompareOptions,
  compareRuns,
  type Comparison,
  FEWEST_DAYS,
  type PairComparison,
} from "./compare_runs.ts";
export { type RunEvidence, runEvidence, type RunIntervals, runIntervals } from "./run_evidence.ts";
export { RunIndexFold } from "../metrics/mod.ts";
export { knownTrials, type Trials } from "./known_trials.ts";
export { type FamilyRanking, rankFamily } from "./rank_family.ts";
export type { RunSide, TrialsOf } from "./run_side.ts";
export { type SettingDifference, settingDifferences } from "./setting_differences.ts";
