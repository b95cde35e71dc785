import { emaAlpha, ExponentialMean } from "./exponential_mean.ts";
import { type Indicator, throwUnknownOutput } from "./indicator.ts";
import { indicatorId } from "./spec.ts";
import { chainWarmUp } from "./warm_up.ts";

/**
 * Moving average convergence/divergence, in units of price: line = EMA fast − EMA slow of the closes, signal = EMA of
 * the line, histogram = line − signal. Each EMA is seeded with the mean of its own first values.
 * The line's first value is after `slow` candles, the signal's after slow + signal − 1.
 *
 * TA-Lib's MACD seeds the fast EMA later, with the closes just before the slow one's first value; that decays.
 */
export class Macd implements Indicator {
  readonly id: string;
  readonly outputs: readonly string[] = ["line", "signal", "histogram"];
  readonly warmUp: number;
  /** Here of the slow EMA's and the signal's seed; the fast EMA's is always less. */
  readonly seedWeight: number;
  private readonly fastMean: ExponentialMean;
  private readonly slowMean: ExponentialMean;
  private readonly signalMean: ExponentialMean;

  /** Periods of the three EMAs, in candles; fast < slow. */
  constructor(fast: number, slow: number, signal: number) {
    const slowStage = { alpha: emaAlpha(slow), first: slow };
    const signalStage = { alpha: emaAlpha(signal), first: slow + signal - 1 };
    const { warmUp, seedWeight } = chainWarmUp(slowStage, signalStage);
    this.id = indicatorId({ name: "macd", fast, slow, signal });
    this.warmUp = warmUp;
    this.seedWeight = seedWeight;
    this.fastMean = new ExponentialMean(fast, emaAlpha(fast));
    this.slowMean = new ExponentialMean(slow, slowStage.alpha);
    this.signalMean = new ExponentialMean(signal, signalStage.alpha);
  }

  push(_high: number, _low: number, close: number): void {
    this.fastMean.add(close);
    this.slowMean.add(close);
    if (this.slowMean.seeded) this.signalMean.add(this.line());
  }

  value(output: number): number {
    switch (output) {
      case 0:
        return this.line();
      case 1:
        return this.signalMean.mean;
      case 2:
        return this.line() - this.signalMean.mean;
      default:
        return throwUnknownOutput(this, output);
    }
  }

  /** NaN before the slow EMA is seeded. */
  private line(): number {
    return this.fastMean.mean - this.slowMean.mean;
  }
}
