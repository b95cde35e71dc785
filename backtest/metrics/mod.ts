/**
 * The figures of a run, as folds over its diary.
 * @module
 */
export { type Breakdown, BreakdownFold, type BreakdownRow } from "./breakdown.ts";
export { type EquityPoint, MAX_CURVE_POINTS } from "./equity_curve.ts";
export { MetricsFold, type MetricsResult } from "./metrics_fold.ts";
export { RunIndexFold } from "./run_index_fold.ts";
