import { type CandleColumns, candleColumns, CandleWindow, EMPTY_WINDOW } from "./candles.ts";

/** A candle that has closed. */
export interface ClosedCandle {
  /** ms since the epoch, UTC. */
  readonly openTime: number;
  /** The moment its last trade was before, ms: its open time plus its interval. */
  readonly closeTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In coins. */
  readonly volume: number;
}

const FIRST_ROOM = 256;

/**
 * Closed candles of one asset that come in while a run goes on: later ones are added behind, earlier ones in front.
 * Windows that were handed out stay as they are.
 */
export class GrowingCandles {
  #columns: CandleColumns = candleColumns(0);
  #closes: Float64Array = new Float64Array(0);
  #count = 0;

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** Open time of the first, ms; ∞ where there is none. */
  get firstOpen(): number {
    return this.#count === 0 ? Infinity : this.#columns.time[0];
  }

  /** Close time of the last, ms; −∞ where there is none. */
  get lastClose(): number {
    return this.#count === 0 ? -Infinity : this.#closes[this.#count - 1];
  }

  /** How many closed at or before `now` (ms). */
  closedAt(now: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#closes[middle] <= now) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Adds one behind the last; false: it opens before that closed, as a doubled or late one does, and is left out. */
  append(candle: ClosedCandle): boolean {
    if (candle.openTime < this.lastClose) return false;
    this.#makeRoom(this.#count + 1);
    this.#write(this.#count, candle);
    this.#count++;
    return true;
  }

  /** Adds those that closed before the first opens, oldest first; the others are left out. */
  prepend(candles: readonly ClosedCandle[]): void {
    const earlier = candles.filter(({ closeTime }) => closeTime <= this.firstOpen);
    if (earlier.length === 0) return;
    // Never in place: windows look into the columns that are here now.
    const [columns, closes, count] = [this.#columns, this.#closes, this.#count];
    this.#allot(earlier.length + count);
    this.#count = 0;
    for (const candle of earlier) this.append(candle);
    this.#copy({ columns, closes, count }, this.#count);
    this.#count += count;
  }

  /** Those closed at or before `now` (ms) and after another moment, or the last so many. */
  window(now: number, range: { readonly after: number } | { readonly last: number }): CandleWindow {
    const end = this.closedAt(now);
    const start = "last" in range ? Math.max(0, end - range.last) : Math.min(end, this.closedAt(range.after));
    if (start === end) return EMPTY_WINDOW;
    return new CandleWindow(this.#columns, this.#closes, { start, end });
  }

  #makeRoom(count: number): void {
    if (count <= this.#closes.length) return;
    const before = { columns: this.#columns, closes: this.#closes, count: this.#count };
    this.#allot(Math.max(FIRST_ROOM, 2 * this.#closes.length));
    this.#copy(before, 0);
  }

  #allot(room: number): void {
    this.#columns = candleColumns(room);
    this.#closes = new Float64Array(room);
  }

  #copy(
    from: { readonly columns: CandleColumns; readonly closes: Float64Array; readonly count: number },
    at: number,
  ): void {
    const columns = this.#columns;
    for (const name of Object.keys(columns) as (keyof CandleColumns)[]) {
      columns[name].set(from.columns[name].subarray(0, from.count), at);
    }
    this.#closes.set(from.closes.subarray(0, from.count), at);
  }

  #write(at: number, candle: ClosedCandle): void {
    const { time, open, high, low, close, volume } = this.#columns;
    time[at] = candle.openTime;
    open[at] = candle.open;
    high[at] = candle.high;
    low[at] = candle.low;
    close[at] = candle.close;
    volume[at] = candle.volume;
    this.#closes[at] = candle.closeTime;
  }
}
