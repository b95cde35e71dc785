/**
 * The Diary port as a file, and the folders of runs.
 * @module
 */
export * from "./account_history.ts";
export {
  findSweep,
  keepSweep,
  type KeptSweep,
  lockSweep,
  noteSweepFault,
  removeRun,
  type SweepFault,
  sweepRuns,
} from "./sweep_file.ts";
export * from "./answers_used.ts";
export * from "./code_revision.ts";
export * from "./continue_run.ts";
export * from "./find_family.ts";
export * from "./find_run.ts";
export * from "./index_file.ts";
export * from "./jsonl_diary.ts";
export { type ElsewhereRun, keepRun } from "./keep_run.ts";
export * from "./open_run.ts";
export * from "./read_diary.ts";
export * from "./record_run.ts";
export * from "./recorded_lines.ts";
export * from "./run_error.ts";
export * from "./run_folder.ts";
export * from "./run_keeper.ts";
export { openSideDiary, type SideDiary } from "./side_diary.ts";
export type { SetAsideTail } from "./torn_tail.ts";
export { readTrials, type Trial, type TrialLedger, type TrialLine, trialsBeside } from "./trial_ledger.ts";
