import { normalQuantile } from "./normal.ts";
import { probabilisticSharpe, type SharpeShape } from "./probabilistic_sharpe.ts";

/** Euler and Mascheroni's constant. */
const EULER = 0.5772156649015329;

/** The highest ratio that so many trials without skill bring by luck, and the chance that a ratio is above it. */
export interface DeflatedSharpe {
  readonly trials: number;
  /** SR₀, per observation. */
  readonly threshold: number;
  readonly probability: number;
}

/**
 * The expected highest of N standard normal draws: (1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e)); 0 for one. Source: methods.md A3
 * (Bailey and López de Prado 2014).
 */
export function expectedMaximum(trials: number): number {
  if (trials <= 1) return 0;
  // From the tail's end: 1 − 1/N would lose its last digits.
  return -(1 - EULER) * normalQuantile(1 / trials) - EULER * normalQuantile(1 / (trials * Math.E));
}

/**
 * The deflated Sharpe ratio: the probabilistic one against SR₀ = √V·E[max of N]. `variance`: of the trials' ratios per
 * observation (n − 1); `trials`: everything that was tried, or what that comes to (see `effectiveTrials`). Null where the
 * probabilistic ratio is. Source: methods.md A3 (Bailey and López de Prado 2014).
 */
export function deflatedSharpe(
  shape: SharpeShape,
  { trials, variance }: { readonly trials: number; readonly variance: number },
): DeflatedSharpe | null {
  const threshold = Math.sqrt(variance) * expectedMaximum(trials);
  const probability = probabilisticSharpe(shape, threshold);
  return probability === null ? null : { trials, threshold, probability };
}

/**
 * How many years so many trials ask for before an annual Sharpe ratio of `sharpe` is more than their luck:
 * (E[max of N] ÷ SR)². Source: methods.md A3.
 */
export function minimumBacktestYears(trials: number, sharpe: number): number {
  return (expectedMaximum(trials) / sharpe) ** 2;
}
