import { type CandleColumns, candleColumns, type ClosedCandle } from "../../engine/mod.ts";
import type { Month } from "./months.ts";

/** Candles of a month, each in its place, from wherever they come; the first that comes stays. */
export class MonthCandles {
  readonly #start: number;
  readonly #stepMs: number;
  readonly #columns: CandleColumns;
  /** How many places there are: those that have closed. */
  readonly #places: number;

  /** Candles `stepMs` long of a month that closed at or before `until` (ms). */
  constructor({ start, end }: Month, stepMs: number, until: number) {
    this.#start = start;
    this.#stepMs = stepMs;
    this.#places = Math.max(0, Math.floor((Math.min(end, until) - start) / stepMs));
    this.#columns = candleColumns(this.#places);
  }

  /** Takes what belongs here of columns. */
  put(candles: CandleColumns): void {
    candles.time.forEach((openTime, index) => {
      const [open, high, low, close] = [candles.open, candles.high, candles.low, candles.close].map((of) =>
        of[index]
      );
      this.#put({ openTime, open, high, low, close, volume: candles.volume[index] });
    });
  }

  /** Takes what belongs here of candles one by one. */
  putEach(candles: readonly ClosedCandle[]): void {
    for (const candle of candles) this.#put(candle);
  }

  /** Stretches without candles, from the first open to the last close of what is missing, ms. */
  missing(from = -Infinity, until = Infinity): readonly { readonly from: number; readonly until: number }[] {
    const stretches: { from: number; until: number }[] = [];
    for (let place = 0; place < this.#places; place++) {
      const open = this.#start + place * this.#stepMs;
      if (this.#columns.time[place] !== 0 || open + this.#stepMs <= from || open >= until) continue;
      const last = stretches.at(-1);
      if (last?.until === open) last.until += this.#stepMs;
      else stretches.push({ from: open, until: open + this.#stepMs });
    }
    return stretches;
  }

  /** Those that are there, oldest first. */
  columns(): CandleColumns {
    const places = Array.from({ length: this.#places }, (_, place) => place)
      .filter((place) => this.#columns.time[place] !== 0);
    const there = candleColumns(places.length);
    for (const name of Object.keys(there) as (keyof CandleColumns)[]) {
      places.forEach((place, index) => there[name][index] = this.#columns[name][place]);
    }
    return there;
  }

  #put({ openTime, open, high, low, close, volume }: Omit<ClosedCandle, "closeTime">): void {
    const place = (openTime - this.#start) / this.#stepMs;
    if (!Number.isInteger(place) || place < 0 || place >= this.#places) return;
    if (this.#columns.time[place] !== 0) return;
    const columns = this.#columns;
    columns.time[place] = openTime;
    columns.open[place] = open;
    columns.high[place] = high;
    columns.low[place] = low;
    columns.close[place] = close;
    columns.volume[place] = volume;
  }
}
