import type { Matrix } from "./matrix.ts";
import { sharpeOf, type Values } from "./moments.ts";

/** The four moments that a difference of two Sharpe ratios is made of: means and means of squares. */
export type FourMoments = readonly [mean1: number, mean2: number, square1: number, square2: number];

/** How many {@link FourMoments} there are. */
export const FOUR = 4;

/** Means and means of squares of both series. */
export function fourMoments(first: Values, second: Values): FourMoments {
  let [mean1, mean2, square1, square2] = [0, 0, 0, 0];
  for (let day = 0; day < first.length; day++) {
    mean1 += first[day];
    mean2 += second[day];
    square1 += first[day] ** 2;
    square2 += second[day] ** 2;
  }
  const count = first.length;
  return [mean1 / count, mean2 / count, square1 / count, square2 / count];
}

/** Day by day how far both returns and their squares are from their means: T rows of four. */
export function deviationsOf(first: Values, second: Values): Float64Array[] {
  const [mean1, mean2, square1, square2] = fourMoments(first, second);
  return Array.from(first, (x, day) => {
    const y = second[day];
    return Float64Array.of(x - mean1, y - mean2, x * x - square1, y * y - square2);
  });
}

/** How much the difference of the Sharpe ratios changes with each moment. Source: methods.md A3 (Ledoit and Wolf 2008). */
export function gradientOf([mean1, mean2, square1, square2]: FourMoments): FourMoments {
  const [cube1, cube2] = [(square1 - mean1 ** 2) ** 1.5, (square2 - mean2 ** 2) ** 1.5];
  return [square1 / cube1, -square2 / cube2, -mean1 / 2 / cube1, mean2 / 2 / cube2];
}

/** √(∇′Ψ∇ ÷ T): the standard error of the difference by the delta method; `psi`: of √T × the moments. */
export function standardErrorBy(gradient: FourMoments, psi: Matrix, count: number): number {
  let sum = 0;
  for (let row = 0; row < FOUR; row++) {
    for (let column = 0; column < FOUR; column++) sum += gradient[row] * psi[row][column] * gradient[column];
  }
  return Math.sqrt(sum / count);
}

/** Mean ÷ deviation (n − 1) of the first less that of the second, per day; null where one does not vary. */
export function sharpeDifference(first: Values, second: Values): number | null {
  const [one, other] = [sharpeOf(first), sharpeOf(second)];
  return one === null || other === null ? null : one - other;
}
