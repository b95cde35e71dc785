import { DAYS_PER_YEAR, simpleReturns } from "../../engine/mod.ts";
import {
  basicInterval,
  bootstrap,
  deflatedSharpe,
  effectiveAmong,
  growthAt,
  momentsOf,
  reportBlockLength,
  sharpeAt,
  sharpeOf,
  stationary,
  varianceOf,
} from "../statistics/mod.ts";

/** What daily equities say, as one series. */
export interface SweepEvidence {
  /** Daily returns it is made of. */
  readonly days: number;
  readonly totalReturn: number;
  /** Annualised (365 days), and where it lies at 95 % by a stationary bootstrap of the days. */
  readonly sharpe: number;
  readonly low: number;
  readonly high: number;
}

/** The best of many, with what many tries bring by luck taken off. */
export interface DeflatedBest {
  /** Settings that were tried. */
  readonly trials: number;
  /** How many independent ones they come to; null: too many to tell, or they have no days in common. */
  readonly effective: number | null;
  /** The chance that its ratio is above what the best of `trials`, and of `effective`, has by luck; null: it has no value. */
  readonly byTrials: number | null;
  readonly byEffective: number | null;
}

const DRAWS = 999;
const SEED = 1;

/**
 * The evidence of daily equities, series after series: their returns are strung together, so that nothing is earned between one
 * series and the next. Null with fewer than ten returns, or where they do not vary.
 */
export function sweepEvidence(daily: readonly (readonly number[])[]): SweepEvidence | null {
  const returns = Float64Array.from(daily.flatMap((samples) => [...simpleReturns(samples)]));
  const sharpe = sharpeOf(returns);
  if (sharpe === null || returns.length < 10) return null;
  const blockLength = Math.min(reportBlockLength(returns), returns.length);
  const [draws] = bootstrap(returns.length, [sharpeAt(returns)], {
    ...{ seed: SEED, draws: DRAWS, resampling: stationary(blockLength) },
  });
  const { low, high } = basicInterval(sharpe, draws);
  const year = Math.sqrt(DAYS_PER_YEAR);
  const totalReturn = growthAt(returns)(Int32Array.from(returns, (_, day) => day));
  return { days: returns.length, totalReturn, sharpe: sharpe * year, low: low * year, high: high * year };
}

/** What was tried beside the best. */
export interface Tried {
  /** Distinct settings that were ever tried on such data. */
  readonly trials: number;
  /** The annualised ratio of each run of the sweep that has one. */
  readonly sharpes: readonly number[];
  /** The daily equity of each; null: too many to look at. */
  readonly daily: readonly (readonly number[])[] | null;
}

/**
 * The deflated Sharpe ratio of the best of a sweep; `best`: its daily equity. Those that were tried before it count as
 * independent ones. Null where there are fewer than two ratios.
 */
export function deflatedBest(best: readonly number[], tried: Tried): DeflatedBest | null {
  const own = Float64Array.from(simpleReturns(best));
  const sharpe = sharpeOf(own);
  if (sharpe === null || tried.sharpes.length < 2) return null;
  const { count, skewness, kurtosis } = momentsOf(own);
  const variance = varianceOf(tried.sharpes.map((one) => one / Math.sqrt(DAYS_PER_YEAR)));
  const chance = (trials: number): number | null =>
    deflatedSharpe({ sharpe, count, skewness, kurtosis }, { trials, variance })?.probability ?? null;
  const returns = tried.daily?.map((samples) => Float64Array.from(simpleReturns(samples))) ?? [];
  const effective = returns.length < 2 ? null : effectiveAmong(tried.trials, returns);
  return {
    trials: tried.trials,
    effective,
    byTrials: chance(tried.trials),
    byEffective: effective === null ? null : chance(effective),
  };
}
