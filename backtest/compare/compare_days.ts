import { DAYS_PER_YEAR } from "../../engine/mod.ts";
import {
  basicInterval,
  bootstrap,
  bootstrapSharpes,
  centredP,
  compareSharpes,
  type ConfidenceInterval,
  differenceOf,
  drawdownAt,
  meanAt,
  meanOf,
  optimalBlockLength,
  reportBlockLength,
  stationary,
} from "../statistics/mod.ts";

/** A figure of the first run less that of the second. */
export interface Difference {
  readonly value: number;
  /** At 95 %. */
  readonly interval: ConfidenceInterval;
  /** The chance of one so large were there none; null: not asked of this figure. */
  readonly p: number | null;
}

/** The same with the intervals that shorter and longer blocks give. */
export interface SensitiveDifference extends Difference {
  readonly sensitivity: readonly { readonly blockLength: number; readonly interval: ConfidenceInterval }[];
}

/** What days of two runs, paired by date, say of their difference. */
export interface PairedTest {
  readonly days: number;
  /** The length that was resampled with, and the one of Politis and White that it is from. */
  readonly blockLength: number;
  readonly optimalBlockLength: number;
  readonly draws: number;
  readonly seed: number;
  /** Of the mean daily return, a fraction a day. */
  readonly meanReturn: SensitiveDifference;
  /** Of the Sharpe ratio, annualised; null where one side does not vary. */
  readonly sharpe: Difference | null;
  /** Of the deepest fall of the daily equity, a fraction: above zero the first fell less. */
  readonly maxDrawdown: Difference;
}

/** How it is resampled. */
export interface TestOptions {
  readonly seed: number;
  readonly draws: number;
}

/**
 * Tests two lists of daily returns of the same days: means and drawdowns by the stationary bootstrap of the paired days, Sharpe
 * ratios by Ledoit and Wolf's studentised circular one. Intervals are basic, but for the Sharpe ratio's, which is studentised.
 * Source: methods.md A3.
 */
export function compareDays(
  first: Float64Array,
  second: Float64Array,
  { seed, draws }: TestOptions,
): PairedTest {
  const days = first.length;
  const apart = first.map((value, day) => value - second[day]);
  const blockLength = Math.min(reportBlockLength(apart), days);
  const drawn = (length: number, statistics: Parameters<typeof bootstrap>[1]): Float64Array[] =>
    bootstrap(days, statistics, { seed, draws, resampling: stationary(length) });
  const mean = meanOf(apart);
  const falls = differenceOf(drawdownAt(first), drawdownAt(second));
  const [means, drawdowns] = drawn(blockLength, [meanAt(apart), falls]);
  const everyDay = Int32Array.from(first, (_, day) => day);
  const fall = falls(everyDay);
  const sensitivity = [blockLength / 2, 2 * blockLength].map((length) => ({
    blockLength: length,
    interval: basicInterval(mean, drawn(length, [meanAt(apart)])[0]),
  }));
  return {
    ...{ days, blockLength, draws, seed },
    optimalBlockLength: optimalBlockLength(apart).stationary,
    meanReturn: { value: mean, interval: basicInterval(mean, means), p: centredP(mean, means), sensitivity },
    sharpe: sharpeTest(first, second, { seed, draws, blockLength }),
    maxDrawdown: { value: fall, interval: basicInterval(fall, drawdowns), p: null },
  };
}

function sharpeTest(
  first: Float64Array,
  second: Float64Array,
  options: TestOptions & { readonly blockLength: number },
): Difference | null {
  const compared = compareSharpes(first, second);
  if (compared === null) return null;
  const { p, interval: { low, high } } = bootstrapSharpes([first, second], compared, options);
  const year = Math.sqrt(DAYS_PER_YEAR);
  return { value: compared.difference * year, interval: { low: low * year, high: high * year }, p };
}
