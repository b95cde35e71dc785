import { type Indicator, throwUnknownOutput } from "./indicator.ts";
import { RollingMoments } from "./rolling_moments.ts";
import { RollingRange } from "./rolling_range.ts";
import { indicatorId } from "./spec.ts";

/**
 * Slow stochastic oscillator, 0 to 100. Raw %K = 100 × (close − lowest) / (highest − lowest) over the last n candles;
 * k = simple mean of the last `smoothK` raw values, d = simple mean of the last `smoothD` values of k.
 * First k after n + smoothK − 1 candles, first d after n + smoothK + smoothD − 2.
 *
 * Where the window has no range, raw %K is 0 / 0 and libraries differ (TA-Lib and trading-signals 0, talipp 100);
 * here it is 50, in the middle, so that no agent takes a dead market for an oversold one.
 */
export class Stochastic implements Indicator {
  readonly id: string;
  readonly outputs: readonly string[] = ["k", "d"];
  readonly warmUp: number;
  readonly seedWeight: number = 0;
  private readonly range: RollingRange;
  private readonly rawMean: RollingMoments;
  private readonly kMean: RollingMoments;

  /** `period`: n, in candles; `smoothK`, `smoothD`: lengths of the two means, 1 for none. */
  constructor(period: number, smoothK: number, smoothD: number) {
    this.id = indicatorId({ name: "stochastic", period, smoothK, smoothD });
    this.warmUp = period + smoothK + smoothD - 2;
    this.range = new RollingRange(period);
    this.rawMean = new RollingMoments(smoothK);
    this.kMean = new RollingMoments(smoothD);
  }

  push(high: number, low: number, close: number): void {
    this.range.add(high, low);
    if (!this.range.filled) return;
    const lowest = this.range.lowest;
    const height = this.range.highest - lowest;
    this.rawMean.add(height === 0 ? 50 : 100 * ((close - lowest) / height));
    if (this.rawMean.filled) this.kMean.add(this.rawMean.mean);
  }

  value(output: number): number {
    switch (output) {
      case 0:
        return this.rawMean.mean;
      case 1:
        return this.kMean.mean;
      default:
        return throwUnknownOutput(this, output);
    }
  }
}
