import { DAY_MS } from "./interval.ts";

/** Days in a year for annualising: the market never closes. */
export const DAYS_PER_YEAR = 365;

/**
 * Equity at each 00:00 UTC: the last one written at or before it. The first sample is the first midnight with
 * an equity at or before it; a day without cycles repeats the value before.
 */
export class DailyEquity {
  readonly #samples: number[] = [];
  /** The next midnight to be sampled, ms; NaN before the first cycle. */
  #nextMidnight = NaN;
  #lastEquity = NaN;

  /** One value per midnight, USD, oldest first. */
  get samples(): readonly number[] {
    return this.#samples;
  }

  /**
   * Takes the equity (USD) at the end of the cycle of `close` (ms). A close that is not later than the one before
   * (a guard's line may stand before that of the candle it followed) samples no midnight twice.
   */
  push(close: number, equityUsd: number): void {
    if (Number.isNaN(this.#nextMidnight)) this.#nextMidnight = Math.ceil(close / DAY_MS) * DAY_MS;
    while (this.#nextMidnight < close) this.#sample(this.#lastEquity);
    if (this.#nextMidnight === close) this.#sample(equityUsd);
    this.#lastEquity = equityUsd;
  }

  #sample(equityUsd: number): void {
    this.#samples.push(equityUsd);
    this.#nextMidnight += DAY_MS;
  }
}

/** Simple returns between neighbouring samples. */
export function simpleReturns(samples: readonly number[]): number[] {
  const returns: number[] = [];
  for (let index = 1; index < samples.length; index++) returns.push(samples[index] / samples[index - 1] - 1);
  return returns;
}

/**
 * Sharpe ratio of daily samples: that of their returns × √365, no risk-free rate; null with fewer than two returns or where
 * they do not vary. Source: methods.md A4.
 */
export function sharpeOfDaily(samples: readonly number[]): number | null {
  const ratio = sharpeOf(simpleReturns(samples));
  return ratio === null ? null : ratio * Math.sqrt(DAYS_PER_YEAR);
}

/**
 * Mean ÷ standard deviation (n − 1) per observation, not annualised; null with fewer than two returns, or where they do not
 * vary beyond what rounding does.
 */
export function sharpeOf(returns: ArrayLike<number>): number | null {
  const count = returns.length;
  if (count < 2) return null;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += returns[index];
  const mean = sum / count;
  let squares = 0;
  for (let index = 0; index < count; index++) squares += (returns[index] - mean) ** 2;
  const deviation = Math.sqrt(squares / (count - 1));
  // A return is a quotient near 1, less 1, so it is known to one unit in the last place of 1 and no finer: a
  // spread below that is rounding, and dividing by it would give a ratio of any size.
  return deviation > Number.EPSILON * (1 + Math.abs(mean)) ? mean / deviation : null;
}
