/** Alpha of an exponential moving average of n values: 2 / (n + 1). */
export function emaAlpha(period: number): number {
  return 2 / (period + 1);
}

/** Alpha of Wilder's smoothing over n values: 1 / n. */
export function wilderAlpha(period: number): number {
  return 1 / period;
}

/**
 * Exponentially weighted mean, seeded with the plain mean of its first `period` values:
 * mean += alpha × (x − mean).
 *
 * The step is added, not `mean × (1 − alpha) + x × alpha`, because so a constant input is kept exactly, and a mean
 * of values in [0, max] stays there. Rounding does not add up: every step shrinks the error of all before it.
 */
export class ExponentialMean {
  private readonly period: number;
  private readonly alpha: number;
  private current = NaN;
  private seed = NaN; // NaN first: so V8 keeps the field as a double from the beginning, not as a small integer
  private count = 0;

  /** `period`: how many values make the seed. `alpha`: weight of a new value after that, 0 < alpha ≤ 1. */
  constructor(period: number, alpha: number) {
    this.period = period;
    this.alpha = alpha;
    this.seed = 0;
  }

  /** Takes the next value. */
  add(x: number): void {
    if (this.count === this.period) this.current += (x - this.current) * this.alpha;
    else this.addToSeed(x);
  }

  /** A method of its own, so that `add` is small enough to be compiled into its callers. */
  private addToSeed(x: number): void {
    this.count++;
    this.seed += (x - this.seed) / this.count;
    if (this.count === this.period) this.current = this.seed;
  }

  /** Whether the seed is complete, so that `mean` is a number. */
  get seeded(): boolean {
    return this.count === this.period;
  }

  /** The mean so far; NaN until the seed is complete. */
  get mean(): number {
    return this.current;
  }
}
