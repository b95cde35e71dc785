import { emaAlpha, ExponentialMean } from "./exponential_mean.ts";
import { type Indicator, throwUnknownOutput } from "./indicator.ts";
import { indicatorId } from "./spec.ts";
import { stageWarmUp } from "./warm_up.ts";

/**
 * Exponential moving average of the closes, in units of price: seeded with the mean of the first n closes, then
 * ema += 2 / (n + 1) × (close − ema). First value after n candles.
 */
export class Ema implements Indicator {
  readonly id: string;
  readonly outputs: readonly string[] = ["value"];
  readonly warmUp: number;
  readonly seedWeight: number;
  private readonly average: ExponentialMean;

  /** `period`: n, in candles. */
  constructor(period: number) {
    const alpha = emaAlpha(period);
    const { warmUp, seedWeight } = stageWarmUp({ alpha, first: period });
    this.id = indicatorId({ name: "ema", period });
    this.warmUp = warmUp;
    this.seedWeight = seedWeight;
    this.average = new ExponentialMean(period, alpha);
  }

  push(_high: number, _low: number, close: number): void {
    this.average.add(close);
  }

  value(output: number): number {
    if (output !== 0) throwUnknownOutput(this, output);
    return this.average.mean;
  }
}
