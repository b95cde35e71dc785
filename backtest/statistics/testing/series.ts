import { ParkMiller } from "../park_miller.ts";

/** Days of the series of methods.md A3. */
export const DAYS = 240;

/** A draw that is close to normal: twelve uniform ones, added from the left, less six. */
export function normalDraw(random: ParkMiller): number {
  let sum = 0;
  for (let count = 0; count < 12; count++) sum += random.next();
  return sum - 6;
}

/** The pair A and B of methods.md A3, daily returns; other lengths, seeds and means for other tests. */
export function pairOfSeries(
  { days = DAYS, seed = 12345, meanA = 0.0012, meanB = 0.0004 } = {},
): { readonly a: Float64Array; readonly b: Float64Array } {
  const random = new ParkMiller(seed);
  const [a, b] = [new Float64Array(days), new Float64Array(days)];
  let common = 0;
  for (let day = 0; day < days; day++) {
    common = 0.2 * common + normalDraw(random);
    const [ownA, ownB] = [normalDraw(random), normalDraw(random)];
    a[day] = meanA + 0.010 * common + 0.006 * ownA;
    b[day] = meanB + 0.010 * common + 0.006 * ownB;
  }
  return { a, b };
}

/** The matrix M of methods.md A3: daily returns of eight variants. */
export function eightVariants(): Float64Array[] {
  const random = new ParkMiller(777);
  const variants = Array.from({ length: 8 }, () => new Float64Array(DAYS));
  for (let day = 0; day < DAYS; day++) {
    const common = normalDraw(random);
    variants.forEach((variant, k) => {
      variant[day] = 0.0002 * (k - 3) + 0.008 * common + 0.012 * normalDraw(random);
    });
  }
  return variants;
}
