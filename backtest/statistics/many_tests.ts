/** Holm's p-values: for few tests, each of which is to hold. In the order given. Source: methods.md A3. */
export function holm(ps: readonly number[]): number[] {
  let highest = 0;
  return stepped(ps, (p, place) => highest = Math.max(highest, Math.min(1, (ps.length - place) * p)));
}

/**
 * Benjamini and Hochberg's p-values: for a screen of many. `searched`: how many were looked for, not how many are told of. In
 * the order given. Source: methods.md A3.
 */
export function benjaminiHochberg(ps: readonly number[], searched = ps.length): number[] {
  let lowest = 1;
  return stepped(ps, (p, place) => lowest = Math.min(lowest, searched * p / (place + 1)), "down");
}

/** Goes through them by size and gives what each becomes, in their own order. */
function stepped(
  ps: readonly number[],
  adjusted: (p: number, place: number) => number,
  direction: "up" | "down" = "up",
): number[] {
  const result = new Array<number>(ps.length);
  const bySize = [...ps.keys()].sort((one, other) => ps[one] - ps[other]).map((index, place) => ({
    index,
    place,
  }));
  for (const { index, place } of direction === "up" ? bySize : bySize.reverse()) {
    result[index] = adjusted(ps[index], place);
  }
  return result;
}
