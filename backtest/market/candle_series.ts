import { type CandleColumns, CandleWindow, type WindowRange } from "../../engine/mod.ts";

/** Candles with the times they close at. */
export class CandleSeries {
  readonly columns: CandleColumns;
  /** How many candles there are. */
  readonly count: number;
  /** The length of every candle, ms; or, where they are of several, each one's close, ms, rising. */
  readonly #closes: number | Float64Array;

  constructor(columns: CandleColumns, closes: number | Float64Array) {
    this.columns = columns;
    this.count = columns.time.length;
    this.#closes = closes;
  }

  /** The close of candle `index`, ms. */
  closeTime(index: number): number {
    const closes = this.#closes;
    return typeof closes === "number" ? this.columns.time[index] + closes : closes[index];
  }

  /** How many candles have closed at or before `time` (ms). */
  closedAt(time: number): number {
    const closes = this.#closes;
    return typeof closes === "number" ? countUpTo(this.columns.time, time - closes) : countUpTo(closes, time);
  }

  /** A look at some of them. */
  window(range: WindowRange): CandleWindow {
    return new CandleWindow(this.columns, this.#closes, range);
  }
}

/** How many values of a rising column are at or before `limit`. */
export function countUpTo(column: Float64Array, limit: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
