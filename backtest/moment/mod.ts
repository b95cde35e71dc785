/**
 * A run as it stood after any line of its diary, each figure with the line it came from.
 * @module
 */
export { MomentFold } from "./moment_fold.ts";
export type { HeldState, IntendedState, MomentState, PlanState, WaitingState } from "./moment_state.ts";
export { type MomentPrices, valuedMoment } from "./valued_moment.ts";
export { RecordedChart } from "./recorded_chart.ts";
export { assetsOfSeen } from "../seen/assets_of_seen.ts";
