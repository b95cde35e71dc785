import { type Indicator, throwUnknownOutput } from "./indicator.ts";
import { RollingMoments } from "./rolling_moments.ts";
import { indicatorId } from "./spec.ts";

/** Simple moving average: the mean of the last n closes, in units of price. First value after n candles. */
export class Sma implements Indicator {
  readonly id: string;
  readonly outputs: readonly string[] = ["value"];
  readonly warmUp: number;
  readonly seedWeight: number = 0;
  private readonly closes: RollingMoments;

  /** `period`: n, in candles. */
  constructor(period: number) {
    this.id = indicatorId({ name: "sma", period });
    this.warmUp = period;
    this.closes = new RollingMoments(period);
  }

  push(_high: number, _low: number, close: number): void {
    this.closes.add(close);
  }

  value(output: number): number {
    if (output !== 0) throwUnknownOutput(this, output);
    return this.closes.mean;
  }
}
