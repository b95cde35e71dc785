/**
 * Highest high and lowest low of the last `period` candles, in constant time on average, whatever the prices do.
 * The window is the end of an older block and the beginning of a newer one, as in RollingMoments.
 */
export class RollingRange {
  private readonly period: number;
  private readonly newerHighs: Float64Array;
  private readonly newerLows: Float64Array;
  private readonly olderHighest: Float64Array; // of the older block from this index to its end
  private readonly olderLowest: Float64Array;
  private newerHighest = -Infinity;
  private newerLowest = Infinity;
  private position = 0; // candles in the newer block, 0 to period − 1
  private full = false;

  /** `period`: length of the window, at least 1. */
  constructor(period: number) {
    this.period = period;
    this.newerHighs = new Float64Array(period);
    this.newerLows = new Float64Array(period);
    this.olderHighest = new Float64Array(period);
    this.olderLowest = new Float64Array(period);
  }

  /** Takes the next candle. */
  add(high: number, low: number): void {
    this.newerHighs[this.position] = high;
    this.newerLows[this.position] = low;
    this.position++;
    if (this.position === this.period) {
      this.closeBlock();
      return;
    }
    this.newerHighest = Math.max(this.newerHighest, high);
    this.newerLowest = Math.min(this.newerLowest, low);
  }

  /** Makes the newer block the older one: goes through it from its end. */
  private closeBlock(): void {
    let highest = -Infinity;
    let lowest = Infinity;
    for (let i = this.period - 1; i >= 0; i--) {
      highest = Math.max(highest, this.newerHighs[i]);
      lowest = Math.min(lowest, this.newerLows[i]);
      this.olderHighest[i] = highest;
      this.olderLowest[i] = lowest;
    }
    this.newerHighest = -Infinity;
    this.newerLowest = Infinity;
    this.position = 0;
    this.full = true;
  }

  /** Whether `period` candles have come, so that `highest` and `lowest` are numbers. */
  get filled(): boolean {
    return this.full;
  }

  /** Highest high of the window; NaN until it is filled. */
  get highest(): number {
    if (!this.full) return NaN;
    return Math.max(this.olderHighest[this.position], this.newerHighest);
  }

  /** Lowest low of the window; NaN until it is filled. */
  get lowest(): number {
    if (!this.full) return NaN;
    return Math.min(this.olderLowest[this.position], this.newerLowest);
  }
}
