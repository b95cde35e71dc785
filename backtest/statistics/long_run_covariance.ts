import { eigenOf, inverse, type Matrix, matrixOf, product, transposed } from "./matrix.ts";

/** The factor and the power of Andrews' bandwidth for the Parzen kernel. */
const PARZEN = { factor: 2.6614, power: 0.2 };
/** No direction of a fitted recursion may keep more of itself than this from one day to the next. */
const STEADIEST = 0.97;

/** A covariance of √T × the mean of rows that are correlated over time. */
export interface LongRunCovariance {
  readonly psi: Matrix;
  /** Andrews' α and the bandwidth that follows from it. */
  readonly alpha: number;
  readonly bandwidth: number;
}

/**
 * The kernel estimate: T ÷ (T − columns) × [Γ₀ + Σ k(j ÷ S)(Γⱼ + Γⱼ′)], Parzen's kernel, with the bandwidth of Andrews (1991)
 * from an AR(1) of each column. `rows`: T rows with means of zero. Source: methods.md A3 (Ledoit and Wolf 2008).
 */
export function kernelCovariance(rows: readonly Float64Array[]): LongRunCovariance {
  const count = rows.length;
  const columns = rows[0].length;
  const alpha = andrewsAlpha(rows);
  const bandwidth = PARZEN.factor * (alpha * count) ** PARZEN.power;
  const psi = matrixOf(columns, () => 0);
  for (let lag = 0; lag < Math.min(bandwidth, count); lag++) {
    const weight = parzen(lag / bandwidth);
    const gamma = autocovariance(rows, lag);
    for (let row = 0; row < columns; row++) {
      for (let column = 0; column < columns; column++) {
        const both = lag === 0 ? gamma[row][column] : gamma[row][column] + gamma[column][row];
        psi[row][column] += weight * both;
      }
    }
  }
  const scale = count / (count - columns);
  return { psi: matrixOf(columns, (row, column) => scale * psi[row][column]), alpha, bandwidth };
}

/** The same of what a VAR(1) leaves of the rows, recoloured: pre-whitening, as Andrews and Monahan (1992) do it. */
export function prewhitenedCovariance(rows: readonly Float64Array[]): Matrix | null {
  const fitted = vectorRegression(rows);
  if (fitted === null) return null;
  const recursion = steadied(fitted);
  const left = rows.slice(1).map((row, at) =>
    row.map((value, column) => value - dot(recursion[column], rows[at]))
  );
  const columns = rows[0].length;
  const recolour = inverse(
    matrixOf(columns, (row, column) => (row === column ? 1 : 0) - recursion[row][column]),
  );
  if (recolour === null) return null;
  return product(product(recolour, kernelCovariance(left).psi), transposed(recolour));
}

/** Parzen's kernel. */
function parzen(x: number): number {
  return x <= 0.5 ? 1 - 6 * x ** 2 + 6 * x ** 3 : x <= 1 ? 2 * (1 - x) ** 3 : 0;
}

/** Σ 4ρ²σ⁴ ÷ (1 − ρ)⁸ over Σ σ⁴ ÷ (1 − ρ)⁴, over the columns. */
function andrewsAlpha(rows: readonly Float64Array[]): number {
  let [above, below] = [0, 0];
  for (let column = 0; column < rows[0].length; column++) {
    const { rho, variance } = autoregression(Float64Array.from(rows, (row) => row[column]));
    above += 4 * rho ** 2 * variance ** 2 / (1 - rho) ** 8;
    below += variance ** 2 / (1 - rho) ** 4;
  }
  return below === 0 ? 0 : above / below;
}

/** AR(1) with an intercept, by least squares; the variance of what is left. */
function autoregression(values: Float64Array): { readonly rho: number; readonly variance: number } {
  const count = values.length - 1;
  let [meanX, meanY] = [0, 0];
  for (let index = 0; index < count; index++) {
    meanX += values[index] / count;
    meanY += values[index + 1] / count;
  }
  let [xy, xx, yy] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    const [x, y] = [values[index] - meanX, values[index + 1] - meanY];
    xy += x * y;
    xx += x * x;
    yy += y * y;
  }
  const rho = xx === 0 ? 0 : xy / xx;
  return { rho, variance: (yy - rho * xy) / count };
}

function autocovariance(rows: readonly Float64Array[], lag: number): Float64Array[] {
  return matrixOf(rows[0].length, (row, column) => {
    let sum = 0;
    for (let day = lag; day < rows.length; day++) sum += rows[day][row] * rows[day - lag][column];
    return sum / rows.length;
  });
}

/** A of V(t) = A·V(t − 1) + e, by least squares without an intercept; null where the columns are not independent. */
function vectorRegression(rows: readonly Float64Array[]): Float64Array[] | null {
  const columns = rows[0].length;
  const sums = (lead: number): Float64Array[] =>
    matrixOf(columns, (row, column) => {
      let sum = 0;
      for (let day = 1; day < rows.length; day++) sum += rows[day - 1 + lead][row] * rows[day - 1][column];
      return sum;
    });
  const inverted = inverse(sums(0));
  return inverted === null ? null : product(sums(1), inverted);
}

/** The recursion with every singular value brought down to {@link STEADIEST}. */
function steadied(recursion: Matrix): Matrix {
  const { values, vectors } = eigenOf(product(transposed(recursion), recursion));
  const scales = values.map((value) => Math.min(1, STEADIEST / Math.sqrt(Math.max(value, 0))));
  if (scales.every((scale) => scale === 1)) return recursion;
  const scaled = matrixOf(values.length, (row, column) => vectors[row][column] * scales[column]);
  return product(recursion, product(scaled, transposed(vectors)));
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += one[index] * other[index];
  return sum;
}
