import { meanOf, type Values } from "./moments.ts";

/**
 * The variance of √T × the mean that the stationary bootstrap of `blockLength` converges to: γ₀ + 2Σ κ(i)·γ(i) over all
 * lags, κ(i) = (1 − i/T)(1 − 1/b)^i + (i/T)(1 − 1/b)^(T − i). Source: methods.md A3.
 */
export function longRunVariance(series: Values, blockLength: number): number {
  const count = series.length;
  const mean = meanOf(series);
  const stay = 1 - 1 / blockLength;
  let variance = 0;
  for (let lag = 0; lag < count; lag++) {
    let product = 0;
    for (let index = lag; index < count; index++) {
      product += (series[index] - mean) * (series[index - lag] - mean);
    }
    const share = lag / count;
    const weight = (1 - share) * stay ** lag + share * stay ** (count - lag);
    variance += (lag === 0 ? 1 : 2 * weight) * product / count;
  }
  return variance;
}
