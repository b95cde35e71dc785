import type { ConfidenceInterval } from "./confidence_interval.ts";

/** The normal deviate of a two-sided 95 %. */
export const Z = 1.959963984540054;

/** Wilson's interval for a share of `hits` in `count` at 95 %; null where nothing was counted. Source: methods.md A2. */
export function wilson(hits: number, count: number): ConfidenceInterval | null {
  if (count === 0) return null;
  const share = hits / count;
  const z2 = Z * Z;
  const centre = share + z2 / (2 * count);
  const half = Z * Math.sqrt(share * (1 - share) / count + z2 / (4 * count * count));
  const scale = 1 + z2 / count;
  return { low: (centre - half) / scale, high: (centre + half) / scale };
}
