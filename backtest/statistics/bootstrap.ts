import { ParkMiller } from "./park_miller.ts";
import type { Resampling } from "./resampling.ts";

/** A figure of one resampled series: the places of the days that it is made of. */
export type Statistic = (places: Int32Array) => number;

/** How often is drawn, how, and from which seed. */
export interface BootstrapOptions {
  readonly seed: number;
  /** How many series are resampled. */
  readonly draws: number;
  readonly resampling: Resampling;
}

/** Draws of a report, and of tests that run often. Source: methods.md A3. */
export const REPORT_DRAWS = 9999;

/** Resamples `length` days and gives each statistic's values, in the order drawn: all of them see the same series. */
export function bootstrap(
  length: number,
  statistics: readonly Statistic[],
  options: BootstrapOptions,
): Float64Array[] {
  const values = statistics.map(() => new Float64Array(options.draws));
  resample(length, options, (places, draw) => {
    for (let which = 0; which < statistics.length; which++) values[which][draw] = statistics[which](places);
  });
  return values;
}

/** Resamples `length` days so often, and hands on the places of each series; they are overwritten by the next one. */
export function resample(
  length: number,
  { seed, draws, resampling }: BootstrapOptions,
  take: (places: Int32Array, draw: number) => void,
): void {
  const random = new ParkMiller(seed);
  const places = new Int32Array(length);
  for (let draw = 0; draw < draws; draw++) {
    resampling(random, places);
    take(places, draw);
  }
}

/** The mean of the days that were drawn. */
export function meanAt(values: ArrayLike<number>): Statistic {
  return (places) => {
    let sum = 0;
    for (let index = 0; index < places.length; index++) sum += values[places[index]];
    return sum / places.length;
  };
}

/** The Sharpe ratio per day of the days that were drawn; 0 where they do not vary. */
export function sharpeAt(returns: ArrayLike<number>): Statistic {
  return (places) => {
    const count = places.length;
    let [sum, squares] = [0, 0];
    for (let index = 0; index < count; index++) {
      const value = returns[places[index]];
      sum += value;
      squares += value * value;
    }
    const mean = sum / count;
    const variance = (squares - sum * mean) / (count - 1);
    // Below this a spread is what rounding leaves of the squares.
    return variance > 4 * Number.EPSILON * squares / count ? mean / Math.sqrt(variance) : 0;
  };
}

/** The deepest fall of what the days that were drawn compound to, zero or below it. */
export function drawdownAt(returns: ArrayLike<number>): Statistic {
  return (places) => {
    let [value, high, deepest] = [1, 1, 0];
    for (let index = 0; index < places.length; index++) {
      value *= 1 + returns[places[index]];
      if (value > high) high = value;
      else if (value / high - 1 < deepest) deepest = value / high - 1;
    }
    return deepest;
  };
}

/** What the days that were drawn compound to, less 1. */
export function growthAt(returns: ArrayLike<number>): Statistic {
  return (places) => {
    let value = 1;
    for (let index = 0; index < places.length; index++) value *= 1 + returns[places[index]];
    return value - 1;
  };
}

/** One statistic less another, of the same days. */
export function differenceOf(one: Statistic, other: Statistic): Statistic {
  return (places) => one(places) - other(places);
}
