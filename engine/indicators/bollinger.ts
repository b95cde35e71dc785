import { type Indicator, throwUnknownOutput } from "./indicator.ts";
import { RollingMoments } from "./rolling_moments.ts";
import { indicatorId } from "./spec.ts";

/**
 * Bollinger bands, in units of price: middle = mean of the last n closes, upper and lower = middle ± k population
 * standard deviations of them (divided by n, as Bollinger and TA-Lib do). First value after n candles.
 */
export class Bollinger implements Indicator {
  readonly id: string;
  readonly outputs: readonly string[] = ["upper", "middle", "lower"];
  readonly warmUp: number;
  readonly seedWeight: number = 0;
  private readonly deviations: number;
  private readonly closes: RollingMoments;

  /** `period`: n, in candles. `deviations`: k. */
  constructor(period: number, deviations: number) {
    this.id = indicatorId({ name: "bollinger", period, deviations });
    this.warmUp = period;
    this.deviations = deviations;
    this.closes = new RollingMoments(period);
  }

  push(_high: number, _low: number, close: number): void {
    this.closes.add(close);
  }

  value(output: number): number {
    switch (output) {
      case 0:
        return this.closes.mean + this.halfWidth();
      case 1:
        return this.closes.mean;
      case 2:
        return this.closes.mean - this.halfWidth();
      default:
        return throwUnknownOutput(this, output);
    }
  }

  /** Distance of the outer bands from the middle. */
  private halfWidth(): number {
    return this.deviations * Math.sqrt(this.closes.variance);
  }
}
