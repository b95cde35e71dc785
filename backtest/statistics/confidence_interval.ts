import { varianceOf } from "./moments.ts";

/** From where to where a figure lies, at 95 %. */
export interface ConfidenceInterval {
  readonly low: number;
  readonly high: number;
}

/** The share of all cases that an interval is to hold. */
export const LEVEL = 0.95;

/** The value below which a share of them lies, between neighbours on a straight line (type 7); `sorted`: ascending. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The middle 95 % of what was drawn: Efron's interval, which keeps the skew of the draws on their side. */
export function percentileInterval(draws: Float64Array): ConfidenceInterval {
  const sorted = draws.toSorted();
  const tail = (1 - LEVEL) / 2;
  return { low: quantileOf(sorted, tail), high: quantileOf(sorted, 1 - tail) };
}

/** Twice the estimate less the percentiles: the draws' distance from the estimate, turned. Source: methods.md A3. */
export function basicInterval(estimate: number, draws: Float64Array): ConfidenceInterval {
  const { low, high } = percentileInterval(draws);
  return { low: 2 * estimate - high, high: 2 * estimate - low };
}

/**
 * The basic interval on a logarithmic scale, for a figure that cannot fall to zero; draws that did count as the smallest that
 * did not. Null where the estimate is not above zero.
 */
export function logBasicInterval(estimate: number, draws: Float64Array): ConfidenceInterval | null {
  if (!(estimate > 0)) return null;
  const smallest = draws.reduce((least, draw) => draw > 0 && draw < least ? draw : least, estimate);
  const { low, high } = basicInterval(
    Math.log(estimate),
    draws.map((draw) => Math.log(Math.max(draw, smallest))),
  );
  return { low: Math.exp(low), high: Math.exp(high) };
}

/** The standard deviation (n − 1) of what was drawn. */
export function standardErrorOf(draws: Float64Array): number {
  return Math.sqrt(varianceOf(draws));
}

/**
 * The chance of a difference at least so large were there none: (1 + #{|d* − d| ≥ |d|}) ÷ (draws + 1), two-sided and
 * centred at the estimate. Source: methods.md A3.
 */
export function centredP(estimate: number, draws: Float64Array): number {
  let beyond = 0;
  for (const draw of draws) if (Math.abs(draw - estimate) >= Math.abs(estimate)) beyond++;
  return (1 + beyond) / (draws.length + 1);
}

/** Whether it says more than that the figure may as well be zero. */
export function excludesZero({ low, high }: ConfidenceInterval): boolean {
  return low > 0 || high < 0;
}
