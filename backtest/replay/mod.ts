/**
 * Runs played again from what they recorded, and what their diaries tell.
 * @module
 */
export { type Cause, CAUSES, type Divergence } from "./divergence.ts";
export { type RecordedRun, type ReplayResult, replayRun, type ReplayWatch } from "./replay_run.ts";
export { MetricsFold } from "../metrics/mod.ts";
export { type MarketOfSeen, marketOfSeen, type SeenOfRun } from "./market_of_seen.ts";
export {
  type DecidingAsRecorded,
  decidingAsRecorded,
  type DecisionCount,
  NO_EFFECT,
} from "./recorded_decider.ts";
export { RecordedDecisions } from "./recorded_decisions.ts";
export { type MarketPlan, planSeen, type RecordedPlan, type SeenPlan } from "./recorded_plan.ts";
export { type RecordedModelParts, recordedModelPlayer } from "./recorded_player.ts";
export {
  DecisionFold,
  type ExplainedAsset,
  type Explanation,
  type NearestCycles,
} from "./explain_decision.ts";
export { type AskedQuestion, lookAgain, type SeenAgain } from "./look_again.ts";
export { type FrameCandle, type FrameWatch, playFrames, type ReplayFrame } from "./play_frames.ts";
export { type Cell, type RunTable, RunTables } from "./run_tables.ts";
