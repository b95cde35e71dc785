import { meanOf, type Values } from "./moments.ts";

/** Optimal lengths of blocks, in observations. */
export interface BlockLengths {
  readonly stationary: number;
  readonly circular: number;
}

/** Blocks shorter than this are not used on daily returns, whatever the formula gives. Source: methods.md A3. */
export const SHORTEST_BLOCK = 5;

/**
 * Politis and White's automatic block length (2004, as corrected with Patton in 2009), with the normalising of arch.
 * Autocovariances up to twice the lag after which k neighbouring ones are inside 2√(log₁₀T ÷ T), under a flat-top window.
 * Source: methods.md A3.
 */
export function optimalBlockLength(series: Values): BlockLengths {
  const count = series.length;
  const { covariances, lag } = correlogram(series);
  let [slope, variance] = [0, covariances[0]];
  for (let k = 1; k <= lag; k++) {
    const weight = k / lag <= 0.5 ? 1 : 2 * (1 - k / lag);
    slope += 2 * weight * k * covariances[k];
    variance += 2 * weight * covariances[k];
  }
  const most = Math.ceil(Math.min(3 * Math.sqrt(count), count / 3));
  const lengthFor = (factor: number): number => {
    // A series that does not vary has no memory either.
    if (variance === 0) return 1;
    return Math.min(Math.cbrt(2 * slope ** 2 / (factor * variance ** 2) * count), most);
  };
  return { stationary: lengthFor(2), circular: lengthFor(4 / 3) };
}

/** The length that the report resamples with: whole days, not below {@link SHORTEST_BLOCK}. */
export function reportBlockLength(series: Values): number {
  return Math.max(SHORTEST_BLOCK, Math.ceil(optimalBlockLength(series).stationary));
}

/** Autocovariances (÷ T) and the lag up to which they count. */
function correlogram(series: Values): { readonly covariances: Float64Array; readonly lag: number } {
  const count = series.length;
  const mean = meanOf(series);
  const apart = Float64Array.from(series, (value) => value - mean);
  const inARow = Math.max(5, Math.floor(Math.log10(count)));
  const most = Math.min(Math.ceil(Math.sqrt(count)) + inARow, count - 2);
  const band = 2 * Math.sqrt(Math.log10(count) / count);
  const covariances = new Float64Array(most + 1);
  let [inside, found] = [0, -1];
  for (let lag = 0; lag <= most; lag++) {
    // Lags before this one that are inside, without a break: the test looks back, as arch's does.
    if (found < 0 && inside >= inARow) found = lag - inARow;
    const { product, scale } = lagged(apart, lag);
    covariances[lag] = product / count;
    inside = Math.abs(product) < band * scale ? inside + 1 : 0;
  }
  const lag = found < 0 ? most : Math.min(2 * Math.max(found, 1), most);
  return { covariances, lag };
}

/** Σ ε(t)·ε(t − lag), and √(Σ ε² of the later × Σ ε² of the earlier), each one shorter than the product's, as in arch. */
function lagged(apart: Float64Array, lag: number): { readonly product: number; readonly scale: number } {
  let [product, later, earlier] = [0, 0, 0];
  for (let index = lag; index < apart.length; index++) product += apart[index] * apart[index - lag];
  for (let index = lag + 1; index < apart.length; index++) {
    later += apart[index] ** 2;
    earlier += apart[index - lag - 1] ** 2;
  }
  return { product, scale: Math.sqrt(later * earlier) };
}
