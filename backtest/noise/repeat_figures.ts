import { simpleReturns } from "../../engine/mod.ts";
import {
  bootstrap,
  growthAt,
  meanOf,
  quantileOf,
  reportBlockLength,
  stationary,
  varianceOf,
} from "../statistics/mod.ts";

/** One of several runs that differ in what a model happened to answer, and in nothing else. */
export interface RepeatedRun {
  /** A fraction. */
  readonly totalReturn: number;
  /** A fraction, zero or below it. */
  readonly maxDrawdown: number;
  /** Equity at each 00:00 UTC, USD. */
  readonly daily: readonly number[];
}

/** How a figure is spread over repeats: the middle one, the middle half, and from the least to the most. */
export interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly least: number;
  readonly most: number;
}

/** What repeats say of chance: the model's, and the market's. */
export interface RepeatFigures {
  readonly runs: number;
  readonly totalReturn: Spread;
  readonly maxDrawdown: Spread;
  /** Of total returns, over the repeats: the days were the same. */
  readonly modelVariance: number;
  /** Of total returns, over days drawn again within a run; null with fewer than two daily returns. */
  readonly marketVariance: number | null;
  /** The model's share of both: 0 where it has none; null where it has some and the market's is not known. */
  readonly noiseShare: number | null;
}

const SEED = 20251122;
const DRAWS = 999;

/**
 * The spread of repeats, all of them, and the variance of their returns split in two: over the repeats (the model's), and over
 * a stationary bootstrap of each run's days, averaged (the market's). Source: methods.md A2.
 */
export function repeatFigures(runs: readonly RepeatedRun[]): RepeatFigures {
  const returns = runs.map(({ totalReturn }) => totalReturn);
  // Equal ones differ by nothing, whatever is left of taking a rounded mean from them.
  const isOne = returns.every((value) => value === returns[0]);
  const modelVariance = isOne ? 0 : varianceOf(returns);
  const market = runs.flatMap(({ daily }) => marketVarianceOf(simpleReturns(daily)));
  const marketVariance = market.length === 0 ? null : meanOf(market);
  return {
    runs: runs.length,
    totalReturn: spreadOf(returns),
    maxDrawdown: spreadOf(runs.map(({ maxDrawdown }) => maxDrawdown)),
    modelVariance,
    marketVariance,
    noiseShare: shareOf(modelVariance, marketVariance),
  };
}

function shareOf(model: number, market: number | null): number | null {
  if (model === 0) return 0;
  return market === null ? null : model / (model + market);
}

function marketVarianceOf(returns: readonly number[]): number[] {
  if (returns.length < 2) return [];
  const resampling = stationary(reportBlockLength(returns));
  const [drawn] = bootstrap(returns.length, [growthAt(returns)], { seed: SEED, draws: DRAWS, resampling });
  return [varianceOf(drawn)];
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => quantileOf(sorted, share);
  return { median: at(0.5), lowerQuartile: at(0.25), upperQuartile: at(0.75), least: at(0), most: at(1) };
}
