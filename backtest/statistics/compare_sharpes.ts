import type { ConfidenceInterval } from "./confidence_interval.ts";
import { LEVEL, quantileOf } from "./confidence_interval.ts";
import { kernelCovariance, prewhitenedCovariance } from "./long_run_covariance.ts";
import { matrixOf } from "./matrix.ts";
import type { Values } from "./moments.ts";
import { normalCdf } from "./normal.ts";
import { ParkMiller } from "./park_miller.ts";
import { circular } from "./resampling.ts";
import {
  deviationsOf,
  FOUR,
  type FourMoments,
  fourMoments,
  gradientOf,
  sharpeDifference,
  standardErrorBy,
} from "./sharpe_moments.ts";

/** A difference of Sharpe ratios per day with what is known of its error. */
export interface SharpeComparison {
  /** That of the first series less that of the second. */
  readonly difference: number;
  /** By the kernel, and by the kernel after pre-whitening. */
  readonly standardError: number;
  readonly standardErrorPrewhitened: number;
  /** 2Φ(−|difference| ÷ standard error), of each. */
  readonly p: number;
  readonly pPrewhitened: number;
}

/** The same by resampling whole blocks: preferred. */
export interface BootstrappedSharpes {
  readonly p: number;
  /** Symmetric and studentised, at 95 %. */
  readonly interval: ConfidenceInterval;
}

/** How it is resampled. */
export interface SharpeBootstrap {
  readonly seed: number;
  readonly draws: number;
  /** Whole days. */
  readonly blockLength: number;
}

/**
 * Ledoit and Wolf's comparison of two Sharpe ratios (2008): the delta method on means and squares whose covariance is that of
 * dependent, fat-tailed returns. Null where one side does not vary. Source: methods.md A3.
 */
export function compareSharpes(first: Values, second: Values): SharpeComparison | null {
  const difference = sharpeDifference(first, second);
  if (difference === null || first.length <= FOUR + 1) return null;
  const count = first.length;
  const gradient = gradientOf(fourMoments(first, second));
  const rows = deviationsOf(first, second);
  const plain = kernelCovariance(rows).psi;
  // Equal series leave nothing to whiten.
  const whitened = prewhitenedCovariance(rows) ?? plain;
  const standardError = standardErrorBy(gradient, plain, count);
  const standardErrorPrewhitened = standardErrorBy(gradient, whitened, count);
  const p = (error: number): number => difference === 0 ? 1 : 2 * normalCdf(-Math.abs(difference) / error);
  return {
    difference,
    standardError,
    standardErrorPrewhitened,
    p: p(standardError),
    pPrewhitened: p(standardErrorPrewhitened),
  };
}

/**
 * The studentised circular block bootstrap of the difference: each draw is measured in its own error, that of the means of its
 * whole blocks. p = (1 + #{d* ≥ d}) ÷ (draws + 1). Source: methods.md A3 (Ledoit and Wolf 2008).
 */
export function bootstrapSharpes(
  [first, second]: readonly [Values, Values],
  { difference, standardErrorPrewhitened: error }: SharpeComparison,
  { seed, draws, blockLength }: SharpeBootstrap,
): BootstrappedSharpes {
  const random = new ParkMiller(seed);
  const places = new Int32Array(first.length);
  const resample = circular(blockLength);
  const distances = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    resample(random, places);
    distances[draw] = studentised([first, second], places, { difference, blockLength });
  }
  const wanted = Math.abs(difference) / error;
  let beyond = 0;
  for (const distance of distances) if (distance >= wanted) beyond++;
  const half = quantileOf(distances.toSorted(), LEVEL) * error;
  return {
    p: difference === 0 ? 1 : (1 + beyond) / (draws + 1),
    interval: { low: difference - half, high: difference + half },
  };
}

/** |Δ* − Δ| ÷ se* of one draw. */
function studentised(
  [first, second]: readonly [Values, Values],
  places: Int32Array,
  { difference, blockLength }: { readonly difference: number; readonly blockLength: number },
): number {
  const count = places.length;
  const moments = momentsAt(first, second, places);
  const blocks = Math.floor(count / blockLength);
  const sums = new Float64Array(FOUR * FOUR);
  for (let block = 0; block < blocks; block++) {
    const ofBlock = sumsAt([first, second], places, { from: block * blockLength, length: blockLength });
    addBlock(sums, ofBlock, { moments, length: blockLength });
  }
  const scale = count / (count - FOUR) / blocks;
  const psi = matrixOf(FOUR, (row, column) => scale * sums[row * FOUR + column]);
  const error = standardErrorBy(gradientOf(moments), psi, count);
  const apart = Math.abs(differenceBy(moments, count) - difference);
  // A draw of one block over and over does not vary: it is as far out as can be, unless it is the difference itself.
  return error > 0 ? apart / error : apart > 0 ? Infinity : 0;
}

function momentsAt(first: Values, second: Values, places: Int32Array): FourMoments {
  const count = places.length;
  const [sum1, sum2, square1, square2] = sumsAt([first, second], places, { from: 0, length: count });
  return [sum1 / count, sum2 / count, square1 / count, square2 / count];
}

/** Sums of both series and of their squares over some of the places. */
function sumsAt(
  [first, second]: readonly [Values, Values],
  places: Int32Array,
  { from, length }: { readonly from: number; readonly length: number },
): FourMoments {
  let [sum1, sum2, square1, square2] = [0, 0, 0, 0];
  for (let index = from; index < from + length; index++) {
    const [x, y] = [first[places[index]], second[places[index]]];
    sum1 += x;
    sum2 += y;
    square1 += x * x;
    square2 += y * y;
  }
  return [sum1, sum2, square1, square2];
}

/** Adds ζζ′ of a block: ζ = √length × the block's mean, less the draw's moments. */
function addBlock(
  into: Float64Array,
  sums: FourMoments,
  { moments, length }: { readonly moments: FourMoments; readonly length: number },
): void {
  for (let row = 0; row < FOUR; row++) {
    const left = sums[row] - length * moments[row];
    for (let column = 0; column < FOUR; column++) {
      into[row * FOUR + column] += left * (sums[column] - length * moments[column]) / length;
    }
  }
}

/** The difference of the Sharpe ratios (n − 1) that has these moments. */
function differenceBy([mean1, mean2, square1, square2]: FourMoments, count: number): number {
  const scale = Math.sqrt((count - 1) / count);
  return scale * (mean1 / Math.sqrt(square1 - mean1 ** 2) - mean2 / Math.sqrt(square2 - mean2 ** 2));
}
