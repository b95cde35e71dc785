import { meanOf } from "./moments.ts";
import { Z } from "./wilson.ts";

/** Pearson's r with its interval at 95 %. */
export interface Correlation {
  readonly r: number;
  readonly low: number;
  readonly high: number;
}

/** Fisher's interval needs more pairs than this. */
const FEWEST = 4;

/** Pearson's r; null where one side does not vary, or there is nothing to tell. */
export function pearson(xs: readonly number[], ys: readonly number[]): number | null {
  if (isFlat(xs) || isFlat(ys)) return null;
  const [mx, my] = [meanOf(xs), meanOf(ys)];
  let [xy, xx, yy] = [0, 0, 0];
  xs.forEach((x, index) => {
    const [dx, dy] = [x - mx, ys[index] - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  if (xx === 0 || yy === 0) return null;
  // Rounding may leave a hair beyond one.
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Pearson's r with Fisher's interval; null with fewer than {@link FEWEST} pairs, or where one side does not vary. */
export function correlationOf(xs: readonly number[], ys: readonly number[]): Correlation | null {
  const r = xs.length < FEWEST ? null : pearson(xs, ys);
  if (r === null) return null;
  const half = Z / Math.sqrt(xs.length - 3);
  return { r, low: Math.tanh(Math.atanh(r) - half), high: Math.tanh(Math.atanh(r) + half) };
}

/** What of `ys` a straight line through `xs` does not explain; all of it, less its mean, where `xs` does not vary. */
export function residualsOf(xs: readonly number[], ys: readonly number[]): number[] {
  const [mx, my] = [meanOf(xs), meanOf(ys)];
  let [xy, xx] = [0, 0];
  xs.forEach((x, index) => {
    xy += (x - mx) * (ys[index] - my);
    xx += (x - mx) ** 2;
  });
  const slope = isFlat(xs) ? 0 : xy / xx;
  return ys.map((y, index) => y - my - slope * (xs[index] - mx));
}

function isFlat(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}
