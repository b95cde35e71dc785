import type { CandleColumns } from "../../engine/mod.ts";

/** Candles for drawing: as many neighbours in one as leave no more than there is room for. */
export interface ThinCandles {
  /** How many candles one of them stands for, and how long one was, ms. */
  readonly each: number;
  readonly lengthMs: number;
  /** Open time, open, high, low and close of each. */
  readonly rows: readonly (readonly [time: number, open: number, high: number, low: number, close: number])[];
}

/** A part of columns. */
export interface CandleRange {
  /** Its first candle, and one past its last. */
  readonly start: number;
  readonly end: number;
  readonly lengthMs: number;
}

/** Joins neighbouring candles so that at most `most` are left: first open, extremes, last close. A gap is not bridged by one. */
export function thinCandles(
  columns: CandleColumns,
  { start, end, lengthMs }: CandleRange,
  most: number,
): ThinCandles {
  if (end <= start) return { each: 1, lengthMs, rows: [] };
  const first = columns.time[start];
  const span = columns.time[end - 1] + lengthMs - first;
  const each = Math.max(1, Math.ceil(span / lengthMs / most));
  const rows: [number, number, number, number, number][] = [];
  let slot = -1;
  for (let index = start; index < end; index++) {
    const at = Math.floor((columns.time[index] - first) / (each * lengthMs));
    const row = rows.at(-1);
    if (at !== slot || row === undefined) {
      const { time, open, high, low, close } = columns;
      rows.push([time[index], open[index], high[index], low[index], close[index]]);
      slot = at;
      continue;
    }
    row[2] = Math.max(row[2], columns.high[index]);
    row[3] = Math.min(row[3], columns.low[index]);
    row[4] = columns.close[index];
  }
  return { each, lengthMs, rows };
}
