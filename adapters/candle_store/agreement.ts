import type { CandleColumns } from "../../engine/mod.ts";

/** How the recorded candles of an interval differ from those made of finer ones. */
export interface Disagreement {
  /** Coarse candles of which every part is there, and those among them whose prices differ. */
  readonly compared: number;
  readonly differing: number;
  /** The first that differs: its place among the coarse candles, and in what. */
  readonly index: number;
  readonly what: string;
}

/** Candles with their length in ms. */
export interface Lengthed {
  readonly columns: CandleColumns;
  readonly length: number;
}

/**
 * Holds coarse candles against the finer ones that they are made of, price by price and exactly; null where none
 * differ. Candles that lack a part are left out, and volumes too, which venues round.
 */
export function findDisagreement(coarse: Lengthed, fine: Lengthed): Disagreement | null {
  const parts = coarse.length / fine.length;
  const fineTimes = fine.columns.time;
  let [compared, differing, at] = [0, 0, 0];
  let first: { readonly index: number; readonly what: string } | null = null;
  coarse.columns.time.forEach((open, index) => {
    while (at < fineTimes.length && fineTimes[at] < open) at++;
    const last = at + parts - 1;
    // On the grid and rising, so many from the open on end there only where none lacks.
    if (fineTimes[last] !== open + coarse.length - fine.length) return;
    compared++;
    const what = difference({ columns: coarse.columns, index }, { columns: fine.columns, start: at, last });
    if (what === null) return;
    differing++;
    first ??= { index, what };
  });
  return first === null ? null : { compared, differing, ...first as { index: number; what: string } };
}

function difference(
  coarse: { readonly columns: CandleColumns; readonly index: number },
  fine: { readonly columns: CandleColumns; readonly start: number; readonly last: number },
): string | null {
  const { columns, start, last } = fine;
  const made = {
    open: columns.open[start],
    high: columns.high.subarray(start, last + 1).reduce((a, b) => Math.max(a, b)),
    low: columns.low.subarray(start, last + 1).reduce((a, b) => Math.min(a, b)),
    close: columns.close[last],
  };
  for (const name of ["open", "high", "low", "close"] as const) {
    const recorded = coarse.columns[name][coarse.index];
    if (recorded !== made[name]) return `${name} ${recorded} against ${made[name]}`;
  }
  return null;
}
