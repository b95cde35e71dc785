import { type BootstrapOptions, resample } from "./bootstrap.ts";
import { longRunVariance } from "./long_run_variance.ts";
import { meanOf, type Values } from "./moments.ts";
import { stationary } from "./resampling.ts";

/** Whether the best of many variants beats a benchmark by more than the best of many brings by luck. */
export interface SuperiorAbility {
  /** Hansen's studentised statistic: the largest √T·mean ÷ ω, not below zero. */
  readonly statistic: number;
  /** Chances of one so large where none is better: of the lower, the consistent and the upper null. */
  readonly p: { readonly lower: number; readonly consistent: number; readonly upper: number };
  /** White's reality check: the largest √T·mean, and its p of the same three nulls. */
  readonly realityCheck: {
    readonly statistic: number;
    readonly p: { readonly lower: number; readonly consistent: number; readonly upper: number };
  };
}

/** How it is resampled. */
export interface AbilityOptions extends Omit<BootstrapOptions, "resampling"> {
  /** Mean length of a stationary block, days. */
  readonly blockLength: number;
}

const NULLS = ["lower", "consistent", "upper"] as const;

/**
 * Hansen's test of superior predictive ability (2005) beside White's reality check (2000): `returns` of the variants less those
 * of the benchmark, resampled in stationary blocks. A p counts the draws that reach the
 * statistic: counted strictly above it, variants that are all worse than the benchmark would have a statistic of 0 and, since so
 * many draws have 0 too, a p near 0. Source: methods.md A3, which counts strictly.
 */
export function superiorAbility(
  returns: readonly Values[],
  benchmark: Values,
  { blockLength, ...options }: AbilityOptions,
): SuperiorAbility {
  const days = benchmark.length;
  const root = Math.sqrt(days);
  const models = returns.map((one) =>
    modelOf(Float64Array.from(one, (r, day) => r - benchmark[day]), blockLength)
  );
  const statistic = Math.max(0, ...models.map(({ mean, omega }) => omega > 0 ? root * mean / omega : 0));
  const reality = Math.max(...models.map(({ mean }) => root * mean));
  const beyond = { ability: [0, 0, 0], reality: [0, 0, 0] };
  const means = new Float64Array(models.length);
  resample(days, { ...options, resampling: stationary(blockLength) }, (places) => {
    models.forEach(({ series }, k) => means[k] = meanOfPlaces(series, places));
    NULLS.forEach((_, which) => {
      let [ability, check] = [0, -Infinity];
      models.forEach(({ omega, centres }, k) => {
        const moved = root * (means[k] - centres[which]);
        if (omega > 0) ability = Math.max(ability, moved / omega);
        check = Math.max(check, moved);
      });
      if (ability >= statistic) beyond.ability[which]++;
      if (check >= reality) beyond.reality[which]++;
    });
  });
  const shares = ([lower, consistent, upper]: readonly number[]) => ({
    lower: lower / options.draws,
    consistent: consistent / options.draws,
    upper: upper / options.draws,
  });
  return {
    statistic,
    p: shares(beyond.ability),
    realityCheck: { statistic: reality, p: shares(beyond.reality) },
  };
}

/** A variant's differences, and by which means each null centres them. */
function modelOf(series: Float64Array, blockLength: number) {
  const mean = meanOf(series);
  const days = series.length;
  const variance = longRunVariance(series, blockLength);
  // A variant so much worse than the benchmark is left where it is: the law of the iterated logarithm draws the line.
  const isNear = mean >= -Math.sqrt(variance / days * 2 * Math.log(Math.log(days)));
  const centres = [Math.max(mean, 0), isNear ? mean : 0, mean];
  return { series, mean, omega: Math.sqrt(Math.max(variance, 0)), centres };
}

function meanOfPlaces(series: Float64Array, places: Int32Array): number {
  let sum = 0;
  for (let index = 0; index < places.length; index++) sum += series[places[index]];
  return sum / places.length;
}
