/** An indicator is warm when no more than this share of its seed is left in its value. */
export const MAX_SEED_WEIGHT = 0.0125;

/** One exponential mean in an indicator: its alpha, and the number of the candle that completes its seed. */
export interface Stage {
  /** Weight of a new value, 0 < alpha ≤ 1. */
  readonly alpha: number;
  /** Candles up to and including the one with the first value. */
  readonly first: number;
}

/** How long to warm up, and what is left of the seed then: the fields of the same name of `Indicator`. */
export interface WarmUp {
  /** Candles to feed. */
  readonly warmUp: number;
  /** Share of the seed left, at most MAX_SEED_WEIGHT. */
  readonly seedWeight: number;
}

/**
 * Warm-up of one exponential mean: the smallest count w of candles with (1 − alpha)^(w − first) ≤ 0.0125.
 * Multiplied out, not by logarithms, so that it is the same number on every machine.
 */
export function stageWarmUp(stage: Stage): WarmUp {
  let seedWeight = 1;
  let warmUp = stage.first;
  while (seedWeight > MAX_SEED_WEIGHT) {
    seedWeight *= 1 - stage.alpha;
    warmUp++;
  }
  return { warmUp, seedWeight };
}

/**
 * Warm-up of an exponential mean over the values of another one: the first's warm-up, then a whole warm-up of the
 * second (its seed and the decay of it) from the candle that made the first warm, which counts for both.
 *
 * Its seedWeight is the largest share that any of the seeds has in either mean then. It is far below the limit,
 * because two decays were waited for one after the other.
 */
export function chainWarmUp(inner: Stage, outer: Stage): WarmUp {
  const outerSeedLength = outer.first - inner.first + 1;
  const warmUp =
    stageWarmUp({ alpha: outer.alpha, first: stageWarmUp(inner).warmUp + outerSeedLength - 1 }).warmUp;
  let innerWeight = 1;
  let carriedWeight = 0; // share of the inner seed in the outer mean, over and above the outer seed
  let outerWeight = 1;
  for (let candle = inner.first + 1; candle <= warmUp; candle++) {
    innerWeight *= 1 - inner.alpha;
    if (candle <= outer.first) continue;
    carriedWeight += (innerWeight - carriedWeight) * outer.alpha;
    outerWeight *= 1 - outer.alpha;
  }
  return { warmUp, seedWeight: Math.max(innerWeight, carriedWeight, outerWeight) };
}
