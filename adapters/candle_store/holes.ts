import { intervalMs } from "../../engine/mod.ts";
import type { NamedFile } from "./file_name.ts";

/** A time inside a series that it has no row for. */
export interface Hole {
  /** Where the first row lacks, and where the rows go on, ms. */
  readonly from: number;
  readonly to: number;
  /** Rows that lack. */
  readonly missing: number;
  /** Which part, and which row of it, comes after the hole. */
  readonly part: number;
  readonly index: number;
}

/**
 * From one row of a series to the next, ms: the interval of candles, else the step that is seen most often (funding is
 * paid hourly by one venue, eight-hourly by another). `parts` are the times of its files, in order.
 */
export function stepOf({ interval }: Pick<NamedFile, "interval">, parts: readonly Float64Array[]): number {
  if (interval !== null) return intervalMs(interval);
  const seen = new Map<number, number>();
  for (const times of parts) {
    for (let index = 1; index < times.length; index++) {
      const step = times[index] - times[index - 1];
      seen.set(step, (seen.get(step) ?? 0) + 1);
    }
  }
  const most = [...seen].sort((a, b) => b[1] - a[1]).at(0);
  return most?.[0] ?? Infinity;
}

/** The holes of a series whose rows lie `step` ms apart; `parts` are the times of its files, in order. */
export function holesOf(parts: readonly Float64Array[], step: number): Hole[] {
  const holes: Hole[] = [];
  let last = NaN;
  parts.forEach((times, part) => {
    for (let index = 0; index < times.length; index++) {
      const time = times[index];
      if (time - last > step) {
        holes.push({ from: last + step, to: time, missing: (time - last) / step - 1, part, index });
      }
      last = time;
    }
  });
  return holes;
}
