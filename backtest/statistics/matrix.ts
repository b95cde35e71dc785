/** A square matrix, row by row. */
export type Matrix = readonly Float64Array[];

/** What a symmetric matrix stretches by how much: eigenvalues, and the eigenvectors as columns. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

const SWEEPS = 60;
/** Off the diagonal less than this part of it counts for nothing. */
const SMALL = 1e-15;

/** A square matrix of so many rows, from what stands in each place. */
export function matrixOf(size: number, at: (row: number, column: number) => number): Float64Array[] {
  return Array.from(
    { length: size },
    (_, row) => Float64Array.from({ length: size }, (_, col) => at(row, col)),
  );
}

/** The product of two square matrices. */
export function product(left: Matrix, right: Matrix): Float64Array[] {
  return matrixOf(left.length, (row, column) => {
    let sum = 0;
    for (let inner = 0; inner < left.length; inner++) sum += left[row][inner] * right[inner][column];
    return sum;
  });
}

/** The matrix with rows for columns. */
export function transposed(matrix: Matrix): Float64Array[] {
  return matrixOf(matrix.length, (row, column) => matrix[column][row]);
}

/** The inverse, by Gauss and Jordan with the largest pivot; null where there is none. */
export function inverse(matrix: Matrix): Float64Array[] | null {
  const size = matrix.length;
  const left = matrix.map((row) => row.slice());
  const right = matrixOf(size, (row, column) => row === column ? 1 : 0);
  for (let step = 0; step < size; step++) {
    const pivot = largestBelow(left, step);
    if (left[pivot][step] === 0) return null;
    for (const side of [left, right]) [side[step], side[pivot]] = [side[pivot], side[step]];
    const scale = left[step][step];
    for (const side of [left, right]) side[step].forEach((value, at) => side[step][at] = value / scale);
    for (let row = 0; row < size; row++) {
      if (row !== step) subtract([left, right], row, { step, factor: left[row][step] });
    }
  }
  return right;
}

/** Eigenvalues and vectors of a symmetric matrix, by Jacobi's rotations; in no order. */
export function eigenOf(symmetric: Matrix): Eigen {
  const size = symmetric.length;
  const rest = symmetric.map((row) => row.slice());
  const vectors = matrixOf(size, (row, column) => row === column ? 1 : 0);
  for (let sweep = 0; sweep < SWEEPS && !isDiagonal(rest); sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(rest, vectors, [p, q]);
    }
  }
  return { values: Float64Array.from(rest, (row, index) => row[index]), vectors };
}

function largestBelow(matrix: Matrix, step: number): number {
  let best = step;
  for (let row = step; row < matrix.length; row++) {
    if (Math.abs(matrix[row][step]) > Math.abs(matrix[best][step])) best = row;
  }
  return best;
}

function subtract(
  sides: readonly Matrix[],
  row: number,
  { step, factor }: { readonly step: number; readonly factor: number },
): void {
  for (const side of sides) side[row].forEach((value, at) => side[row][at] = value - factor * side[step][at]);
}

function isDiagonal(matrix: Matrix): boolean {
  const largest = Math.max(...matrix.map((row, index) => Math.abs(row[index])));
  return matrix.every((row, at) =>
    row.every((value, other) => at === other || Math.abs(value) <= SMALL * largest)
  );
}

/** Turns two axes so that nothing of their product is left. */
function rotate(rest: Float64Array[], vectors: Float64Array[], [p, q]: readonly [number, number]): void {
  if (rest[p][q] === 0) return;
  const theta = (rest[q][q] - rest[p][p]) / (2 * rest[p][q]);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < rest.length; k++) turn(rest[k], [p, q], [cosine, sine]);
  for (let k = 0; k < rest.length; k++) {
    const [x, y] = [rest[p][k], rest[q][k]];
    rest[p][k] = cosine * x - sine * y;
    rest[q][k] = sine * x + cosine * y;
  }
  for (const row of vectors) turn(row, [p, q], [cosine, sine]);
}

function turn(
  row: Float64Array,
  [p, q]: readonly [number, number],
  [cosine, sine]: readonly [number, number],
): void {
  const [x, y] = [row[p], row[q]];
  row[p] = cosine * x - sine * y;
  row[q] = sine * x + cosine * y;
}
