import { trueRange } from "./atr.ts";
import { ExponentialMean, wilderAlpha } from "./exponential_mean.ts";
import { type Indicator, throwUnknownOutput } from "./indicator.ts";
import { indicatorId } from "./spec.ts";
import { chainWarmUp } from "./warm_up.ts";

/**
 * Wilder's average directional index, 0 to 100, with its +DI and −DI.
 *
 * From the second candle on: +DM is the rise of the high if it is above 0 and above the fall of the low, −DM the
 * fall of the low if it is above 0 and above the rise of the high, else 0. All are means of the first n, then
 * smoothed with 1 / n: ±DI = 100 × ±DM / true range, after n + 1 candles;
 * DX = 100 × |+DM − −DM| / (+DM + −DM); ADX = DX smoothed in the same way, after 2n candles.
 *
 * The seeds are plain means, as Wilder wrote; TA-Lib's leave out one candle, which decays. Where nothing moved, DI
 * and DX are 0 / 0 and taken as 0: no direction, no trend.
 */
export class Adx implements Indicator {
  readonly id: string;
  readonly outputs: readonly string[] = ["adx", "plusDi", "minusDi"];
  readonly warmUp: number;
  readonly seedWeight: number;
  private readonly rises: ExponentialMean; // +DM
  private readonly falls: ExponentialMean; // −DM
  private readonly ranges: ExponentialMean;
  private readonly average: ExponentialMean; // of DX
  private previousHigh = NaN;
  private previousLow = NaN;
  private previousClose = NaN;

  /** `period`: n, in candles. */
  constructor(period: number) {
    const alpha = wilderAlpha(period);
    const { warmUp, seedWeight } = chainWarmUp({ alpha, first: period + 1 }, { alpha, first: 2 * period });
    this.id = indicatorId({ name: "adx", period });
    this.warmUp = warmUp;
    this.seedWeight = seedWeight;
    this.rises = new ExponentialMean(period, alpha);
    this.falls = new ExponentialMean(period, alpha);
    this.ranges = new ExponentialMean(period, alpha);
    this.average = new ExponentialMean(period, alpha);
  }

  push(high: number, low: number, close: number): void {
    if (!Number.isNaN(this.previousClose)) this.addMove(high, low);
    this.previousHigh = high;
    this.previousLow = low;
    this.previousClose = close;
  }

  /** From the second candle on: the moves between the candle before and this one. */
  private addMove(high: number, low: number): void {
    const rise = high - this.previousHigh;
    const fall = this.previousLow - low;
    this.rises.add(rise > 0 && rise > fall ? rise : 0);
    this.falls.add(fall > 0 && fall > rise ? fall : 0);
    this.ranges.add(trueRange(high, low, this.previousClose));
    if (!this.rises.seeded) return;
    const plus = this.rises.mean;
    const minus = this.falls.mean;
    const moved = plus + minus;
    this.average.add(moved === 0 ? 0 : 100 * (Math.abs(plus - minus) / moved));
  }

  value(output: number): number {
    switch (output) {
      case 0:
        return this.average.mean;
      case 1:
        return this.directional(this.rises.mean);
      case 2:
        return this.directional(this.falls.mean);
      default:
        return throwUnknownOutput(this, output);
    }
  }

  /** DI of a smoothed DM; NaN before the first. */
  private directional(movement: number): number {
    const range = this.ranges.mean;
    return range === 0 ? 0 : 100 * (movement / range);
  }
}
