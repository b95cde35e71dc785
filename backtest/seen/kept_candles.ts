import {
  type CandleColumns,
  candleColumns,
  type CandleRange,
  CandleWindow,
  type SeenSettled,
} from "../../engine/mod.ts";
import { countUpTo } from "../market/candle_series.ts";

const LEAST_ROOM = 128;

/** Candles that were seen, by rising close time, each once. Windows that were handed out never change. */
export class KeptCandles {
  #columns: CandleColumns = candleColumns(0);
  #closes = new Float64Array(0);
  #count = 0;

  /** Close of the last one, ms; −∞: there is none. */
  get lastClose(): number {
    return this.#count === 0 ? -Infinity : this.#closes[this.#count - 1];
  }

  /** The candles of a window that are not there yet, oldest first. */
  newIn(window: CandleWindow): SeenSettled[] {
    const fresh: SeenSettled[] = [];
    for (let index = 0; index < window.length; index++) {
      const close = window.closeTime(index);
      if (this.#has(window.time(index), close)) continue;
      const row = new Float64Array(6);
      window.copyRow(index, row);
      fresh.push([close, window.time(index), row[1], row[2], row[3], row[4], row[5]]);
    }
    return fresh;
  }

  /** Takes candles in, oldest first, none of which is there yet. */
  add(rows: readonly SeenSettled[]): void {
    if (rows.length === 0) return;
    if (this.#count > 0 && rows[0][0] <= this.#closes[this.#count - 1]) {
      const all = [...this.#rows(), ...rows].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      [this.#columns, this.#closes, this.#count] = [candleColumns(0), new Float64Array(0), 0];
      return this.add(all);
    }
    this.#makeRoom(rows.length);
    for (const row of rows) this.#put(this.#count++, row);
  }

  /** What of it is asked for. */
  window(range: CandleRange): CandleWindow {
    const closes = this.#closes.subarray(0, this.#count);
    const start = "last" in range ? Math.max(0, this.#count - range.last) : countUpTo(closes, range.after);
    return new CandleWindow(this.#columns, this.#closes, { start, end: this.#count });
  }

  #has(open: number, close: number): boolean {
    const closes = this.#closes.subarray(0, this.#count);
    for (let index = countUpTo(closes, close) - 1; index >= 0 && closes[index] === close; index--) {
      if (this.#columns.time[index] === open) return true;
    }
    return false;
  }

  #rows(): SeenSettled[] {
    const { time, open, high, low, close, volume } = this.#columns;
    return Array.from(
      { length: this.#count },
      (_, at) => [this.#closes[at], time[at], open[at], high[at], low[at], close[at], volume[at]] as const,
    );
  }

  #put(at: number, [closed, opened, open, high, low, close, volume]: SeenSettled): void {
    this.#closes[at] = closed;
    this.#columns.time[at] = opened;
    this.#columns.open[at] = open;
    this.#columns.high[at] = high;
    this.#columns.low[at] = low;
    this.#columns.close[at] = close;
    this.#columns.volume[at] = volume;
  }

  #makeRoom(more: number): void {
    const needed = this.#count + more;
    if (needed <= this.#closes.length) return;
    const wider = candleColumns(Math.max(LEAST_ROOM, 2 * needed));
    for (const name of ["time", "open", "high", "low", "close", "volume"] as const) {
      wider[name].set(this.#columns[name].subarray(0, this.#count));
    }
    const closes = new Float64Array(wider.time.length);
    closes.set(this.#closes.subarray(0, this.#count));
    [this.#columns, this.#closes] = [wider, closes];
  }
}
