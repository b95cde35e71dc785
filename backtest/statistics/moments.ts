export { sharpeOf } from "../../engine/mod.ts";

/** A list of numbers that is only read. */
export type Values = ArrayLike<number>;

/** Mean, spread and shape of daily returns. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation with n − 1. */
  readonly deviation: number;
  /** Third and fourth moment, biased (n); a normal distribution has 0 and 3. */
  readonly skewness: number;
  readonly kurtosis: number;
}

/** The sum ÷ the count. */
export function meanOf(values: Values): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index];
  return sum / values.length;
}

/** Mean, deviation (n − 1), skewness and kurtosis (both biased, not in excess). Source: methods.md A3. */
export function momentsOf(values: Values): Moments {
  const mean = meanOf(values);
  let [second, third, fourth] = [0, 0, 0];
  for (let index = 0; index < values.length; index++) {
    const apart = values[index] - mean;
    const square = apart * apart;
    second += square;
    third += square * apart;
    fourth += square * square;
  }
  const count = values.length;
  const variance = second / count;
  return {
    count,
    mean,
    deviation: Math.sqrt(second / (count - 1)),
    skewness: third / count / variance ** 1.5,
    kurtosis: fourth / count / variance ** 2,
  };
}

/** The variance with n − 1; 0 of fewer than two. */
export function varianceOf(values: Values): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += (values[index] - mean) ** 2;
  return squares / (values.length - 1);
}
