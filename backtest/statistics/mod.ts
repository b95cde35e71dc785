/**
 * Statistics of daily returns: resampling, Sharpe ratios and their errors, and what is left of the best of many. Pure; formulas
 * and test values are those of methods.md.
 * @module
 */
export { type BlockLengths, optimalBlockLength, reportBlockLength, SHORTEST_BLOCK } from "./block_length.ts";
export * from "./bootstrap.ts";
export * from "./compare_sharpes.ts";
export * from "./correlation.ts";
export * from "./deflated_sharpe.ts";
export * from "./effective_trials.ts";
export * from "./confidence_interval.ts";
export * from "./long_run_variance.ts";
export * from "./many_tests.ts";
export * from "./moments.ts";
export * from "./normal.ts";
export * from "./overfitting.ts";
export * from "./park_miller.ts";
export * from "./probabilistic_sharpe.ts";
export * from "./resampling.ts";
export * from "./superior_ability.ts";
export { wilson } from "./wilson.ts";
