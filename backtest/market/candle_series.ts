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

  /** How many candles have closed at or before `time` (ms); the quicker the nearer that is to `guess`. */
  closedAt(time: number, guess: number = 0): number {
    const closes = this.#closes;
    if (typeof closes === "number") return countUpTo(this.columns.time, time - closes, guess);
    return countUpTo(closes, time, guess);
  }

  /** A look at some of them. */
  window(range: WindowRange): CandleWindow {
    return new CandleWindow(this.columns, this.#closes, range);
  }
}

/**
 * How many values of a rising column are at or before `limit`. It is looked for from `guess` on in steps that double,
 * then halved: next to the guess it costs two or three looks, far from it twice a search by halves.
 */
export function countUpTo(column: Float64Array, limit: number, guess: number = 0): number {
  let low = guess;
  let high = guess;
  let step = 1;
  while (low > 0 && column[low - 1] > limit) {
    high = low - 1;
    low = Math.max(0, low - step);
    step *= 2;
  }
  while (high < column.length && column[high] <= limit) {
    low = high + 1;
    high = Math.min(column.length, high + step);
    step *= 2;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
