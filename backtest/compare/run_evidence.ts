import { DAYS_PER_YEAR } from "../../engine/mod.ts";
import {
  basicInterval,
  bootstrap,
  type ConfidenceInterval,
  deflatedSharpe,
  drawdownAt,
  growthAt,
  logBasicInterval,
  minimumTrackRecord,
  momentsOf,
  probabilisticSharpe,
  reportBlockLength,
  sharpeAt,
  sharpeOf,
  type SharpeShape,
  stationary,
} from "../statistics/mod.ts";
import type { Trials } from "./known_trials.ts";
import type { TestOptions } from "./compare_days.ts";

/** What a run's own days say of its skill. */
export interface RunEvidence {
  readonly days: number;
  /** Annualised; null with fewer than two daily returns or where they do not vary. */
  readonly sharpe: number | null;
  /** The chance that the true ratio is above zero, in the form of 2012. */
  readonly probabilisticSharpe: number | null;
  /** Days after which a ratio like this is told from zero at 5 %, one-sided; null where it is not above zero. */
  readonly minimumTrackRecordDays: number | null;
  /** Null where nothing is known of trials. */
  readonly trials: Trials | null;
  /** The chance that it is above the best of as many trials without skill; null where nothing is known of trials. */
  readonly deflatedSharpe: { readonly raw: number | null; readonly effective: number | null } | null;
}

/** Intervals of a run's own figures at 95 %. */
export interface RunIntervals {
  readonly blockLength: number;
  readonly draws: number;
  readonly seed: number;
  readonly totalReturn: ConfidenceInterval;
  /** Annualised; null where the returns do not vary. */
  readonly sharpe: ConfidenceInterval | null;
  /** Of the daily equity. */
  readonly maxDrawdown: ConfidenceInterval;
}

/** The evidence in daily returns; `trials`: null where no ledger tells of any. */
export function runEvidence(returns: Float64Array, trials: Trials | null): RunEvidence {
  const sharpe = sharpeOf(returns);
  const days = returns.length;
  if (sharpe === null) {
    const none = { sharpe: null, probabilisticSharpe: null, minimumTrackRecordDays: null };
    return { days, ...none, trials, deflatedSharpe: null };
  }
  const { skewness, kurtosis } = momentsOf(returns);
  const shape: SharpeShape = { sharpe, count: days, skewness, kurtosis };
  const deflated = (count: number | null): number | null =>
    count === null || trials === null
      ? null
      : deflatedSharpe(shape, { trials: count, variance: trials.variance })?.probability ?? null;
  return {
    days,
    sharpe: sharpe * Math.sqrt(DAYS_PER_YEAR),
    probabilisticSharpe: probabilisticSharpe(shape),
    minimumTrackRecordDays: minimumTrackRecord(shape),
    trials,
    deflatedSharpe: trials === null
      ? null
      : { raw: deflated(trials.raw), effective: deflated(trials.effective) },
  };
}

/**
 * Stationary-bootstrap intervals of return, Sharpe ratio and drawdown of one run's days: basic ones, those of return and
 * drawdown on a logarithmic scale, where they stay within what such a figure can be.
 */
export function runIntervals(returns: Float64Array, { seed, draws }: TestOptions): RunIntervals {
  const days = returns.length;
  const blockLength = Math.min(reportBlockLength(returns), days);
  const statistics = [growthAt(returns), sharpeAt(returns), drawdownAt(returns)];
  const [growths, sharpes, falls] = bootstrap(days, statistics, {
    ...{ seed, draws, resampling: stationary(blockLength) },
  });
  const everyDay = Int32Array.from(returns, (_, day) => day);
  const growth = logBasicInterval(1 + growthAt(returns)(everyDay), growths.map((drawn) => 1 + drawn))!;
  const fall = logBasicInterval(-drawdownAt(returns)(everyDay), falls.map((drawn) => -drawn));
  const sharpe = sharpeOf(returns);
  const year = Math.sqrt(DAYS_PER_YEAR);
  const ofSharpe = sharpe === null ? null : basicInterval(sharpe, sharpes);
  return {
    ...{ blockLength, draws, seed },
    totalReturn: { low: growth.low - 1, high: growth.high - 1 },
    sharpe: ofSharpe === null ? null : { low: ofSharpe.low * year, high: ofSharpe.high * year },
    maxDrawdown: fall === null ? { low: 0, high: 0 } : { low: -fall.high, high: -fall.low },
  };
}
