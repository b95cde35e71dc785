/**
 * Mean and population variance of the last `period` values, without drift, in constant time on average.
 *
 * A running sum that adds the new and subtracts the old value drifts: what rounding lost stays lost. Here nothing is
 * ever subtracted. Values come in blocks of `period`; the window is always the end of the older block, whose
 * moments were summed up from its end when it was complete, and the beginning of the newer one, summed up as it
 * comes. Both sums are Welford's, joined by Chan's formula. Equal values give exactly their value and variance 0.
 */
export class RollingMoments {
  private readonly period: number;
  private readonly reciprocals: Float64Array; // 1 / count: dividing is the slowest thing here
  private readonly newer: Float64Array;
  private readonly olderMean: Float64Array; // of the older block from this index to its end
  private readonly olderSquares: Float64Array; // likewise: sum of squared distances from that mean
  private newerMean = NaN; // NaN first: see ExponentialMean
  private newerSquares = NaN;
  private position = 0; // values in the newer block, 0 to period − 1
  private full = false;

  /** `period`: length of the window, at least 1. */
  constructor(period: number) {
    this.period = period;
    this.reciprocals = Float64Array.from({ length: period + 1 }, (_, count) => 1 / count);
    this.newer = new Float64Array(period);
    this.olderMean = new Float64Array(period);
    this.olderSquares = new Float64Array(period);
    this.newerMean = 0;
    this.newerSquares = 0;
  }

  /** Takes the next value. */
  add(x: number): void {
    this.newer[this.position++] = x;
    if (this.position === this.period) {
      this.closeBlock();
      return;
    }
    const distance = x - this.newerMean;
    this.newerMean += distance * this.reciprocals[this.position];
    this.newerSquares += distance * (x - this.newerMean);
  }

  /** Makes the newer block the older one: sums it up from its end. */
  private closeBlock(): void {
    let mean = 0;
    let squares = 0;
    for (let i = this.period - 1; i >= 0; i--) {
      const x = this.newer[i];
      const distance = x - mean;
      mean += distance * this.reciprocals[this.period - i];
      squares += distance * (x - mean);
      this.olderMean[i] = mean;
      this.olderSquares[i] = squares;
    }
    this.newerMean = 0;
    this.newerSquares = 0;
    this.position = 0;
    this.full = true;
  }

  /** Whether `period` values have come, so that `mean` and `variance` are numbers. */
  get filled(): boolean {
    return this.full;
  }

  /** Mean of the window; NaN until it is filled. */
  get mean(): number {
    if (!this.full) return NaN;
    const older = this.olderMean[this.position];
    return older + (this.newerMean - older) * (this.position * this.reciprocals[this.period]);
  }

  /** Population variance of the window (divided by `period`, not by one less); NaN until it is filled. */
  get variance(): number {
    if (!this.full) return NaN;
    const between = this.newerMean - this.olderMean[this.position];
    const share = this.position * this.reciprocals[this.period];
    const within = this.olderSquares[this.position] + this.newerSquares;
    return within * this.reciprocals[this.period] + between * between * share * (1 - share);
  }
}
