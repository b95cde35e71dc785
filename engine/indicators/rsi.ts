import { ExponentialMean, wilderAlpha } from "./exponential_mean.ts";
import { type Indicator, throwUnknownOutput } from "./indicator.ts";
import { indicatorId } from "./spec.ts";
import { stageWarmUp } from "./warm_up.ts";

/**
 * Wilder's relative strength index, 0 to 100: 100 × gain / (gain + loss), where gain and loss are the means of the
 * rises and falls of the close, seeded with the plain mean of the first n, then smoothed with 1 / n.
 * First value after n + 1 candles.
 *
 * With gains but no loss it is 100, with losses but no gain 0. Where the close never moved, Wilder's ratio is 0 / 0
 * and libraries differ (TA-Lib 0, others 100); here it is 50: neither side is the stronger, and no agent takes a
 * dead market for an overbought or oversold one.
 */
export class Rsi implements Indicator {
  readonly id: string;
  readonly outputs: readonly string[] = ["value"];
  readonly warmUp: number;
  readonly seedWeight: number;
  private readonly gains: ExponentialMean;
  private readonly losses: ExponentialMean;
  private previousClose = NaN;

  /** `period`: n, in candles. */
  constructor(period: number) {
    const alpha = wilderAlpha(period);
    const { warmUp, seedWeight } = stageWarmUp({ alpha, first: period + 1 });
    this.id = indicatorId({ name: "rsi", period });
    this.warmUp = warmUp;
    this.seedWeight = seedWeight;
    this.gains = new ExponentialMean(period, alpha);
    this.losses = new ExponentialMean(period, alpha);
  }

  push(_high: number, _low: number, close: number): void {
    const change = close - this.previousClose;
    this.previousClose = close;
    if (Number.isNaN(change)) return; // the first candle has no change
    this.gains.add(Math.max(change, 0)); // no branch here: its outcome would be as unforeseeable as the market
    this.losses.add(Math.max(-change, 0));
  }

  value(output: number): number {
    if (output !== 0) throwUnknownOutput(this, output);
    const gain = this.gains.mean;
    const moved = gain + this.losses.mean;
    return moved === 0 ? 50 : 100 * (gain / moved);
  }
}
