import { ExponentialMean, wilderAlpha } from "./exponential_mean.ts";
import { type Indicator, throwUnknownOutput } from "./indicator.ts";
import { indicatorId } from "./spec.ts";
import { stageWarmUp } from "./warm_up.ts";

/**
 * True range of a candle, in units of price: its range, widened to reach the close before.
 * Without a close before (NaN) it is high − low.
 */
export function trueRange(high: number, low: number, previousClose: number): number {
  const top = previousClose > high ? previousClose : high;
  const bottom = previousClose < low ? previousClose : low;
  return top - bottom;
}

/**
 * Wilder's average true range, in units of price: the mean of the first n true ranges, then smoothed with 1 / n.
 * First value after n candles.
 *
 * The first candle's true range is high − low, as TradingView's ta.atr, StockCharts, talipp and trading-signals
 * have it: that is what people compare with. TA-Lib leaves the first candle out and starts one later.
 */
export class Atr implements Indicator {
  readonly id: string;
  readonly outputs: readonly string[] = ["value"];
  readonly warmUp: number;
  readonly seedWeight: number;
  private readonly ranges: ExponentialMean;
  private previousClose = NaN;

  /** `period`: n, in candles. */
  constructor(period: number) {
    const alpha = wilderAlpha(period);
    const { warmUp, seedWeight } = stageWarmUp({ alpha, first: period });
    this.id = indicatorId({ name: "atr", period });
    this.warmUp = warmUp;
    this.seedWeight = seedWeight;
    this.ranges = new ExponentialMean(period, alpha);
  }

  push(high: number, low: number, close: number): void {
    this.ranges.add(trueRange(high, low, this.previousClose));
    this.previousClose = close;
  }

  value(output: number): number {
    if (output !== 0) throwUnknownOutput(this, output);
    return this.ranges.mean;
  }
}
