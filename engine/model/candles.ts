/** Candles as columns of equal length, by rising open time; a gap is simply not there. */
export interface CandleColumns {
  /** Open times, ms since the epoch, UTC. */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** In coins. */
  readonly volume: Float64Array;
}

/** Prices of the mark, row by row beside the candles they belong to. */
export type MarkColumns = Pick<CandleColumns, "open" | "high" | "low" | "close">;

/** Empty columns for `length` candles. */
export function candleColumns(length: number): CandleColumns {
  return {
    time: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

/** Where a window lies in its columns. */
export interface WindowRange {
  /** Its first candle. */
  readonly start: number;
  /** One past its last. */
  readonly end: number;
  /** The highest and lowest price of its candles, where they are known already. */
  readonly extremes?: { readonly high: number; readonly low: number } | undefined;
  /** The marks beside its columns; not there where none are recorded: then the mark is the candle's own price. */
  readonly marks?: MarkColumns | undefined;
}

/**
 * A look at closed candles, oldest first. It ends at the last candle closed at the time it was asked for, and
 * what lies behind its end cannot be reached through it: the columns are private and every index is checked.
 */
export class CandleWindow {
  readonly #columns: CandleColumns;
  readonly #closes: number | Float64Array;
  readonly #start: number;
  readonly #extremes: WindowRange["extremes"];
  readonly #marks: MarkColumns | undefined;
  /** How many candles it shows. */
  readonly length: number;

  /** `closes`: the length of every candle, or where they are of several lengths the close time of each, ms. */
  constructor(columns: CandleColumns, closes: number | Float64Array, range: WindowRange) {
    this.#columns = columns;
    this.#closes = closes;
    this.#start = range.start;
    this.#extremes = range.extremes;
    this.#marks = range.marks;
    this.length = Math.max(0, range.end - range.start);
  }

  /** Open time of candle `index`, ms. */
  time(index: number): number {
    return this.#columns.time[this.#at(index)];
  }

  /** Close time of candle `index`, ms: its open time plus its interval. */
  closeTime(index: number): number {
    const closes = this.#closes;
    const at = this.#at(index);
    return typeof closes === "number" ? this.#columns.time[at] + closes : closes[at];
  }

  /** Open price of candle `index`. */
  open(index: number): number {
    return this.#columns.open[this.#at(index)];
  }

  /** Highest price of candle `index`. */
  high(index: number): number {
    return this.#columns.high[this.#at(index)];
  }

  /** Lowest price of candle `index`. */
  low(index: number): number {
    return this.#columns.low[this.#at(index)];
  }

  /** Close price of candle `index`. */
  close(index: number): number {
    return this.#columns.close[this.#at(index)];
  }

  /** Volume of candle `index`, in coins. */
  volume(index: number): number {
    return this.#columns.volume[this.#at(index)];
  }

  /** Writes candle `index` into `row`: close time (ms), open, high, low, close, volume. */
  copyRow(index: number, row: Float64Array): void {
    const { open, high, low, close, volume } = this.#columns;
    const at = this.#at(index);
    row[0] = this.closeTime(index);
    row[1] = open[at];
    row[2] = high[at];
    row[3] = low[at];
    row[4] = close[at];
    row[5] = volume[at];
  }

  /** The highest price of all its candles; −∞ where it shows none. */
  highest(): number {
    return this.#extremes?.high ?? highestOf(this.#columns.high, this.#start, this.#start + this.length);
  }

  /** The lowest price of all its candles; ∞ where it shows none. */
  lowest(): number {
    return this.#extremes?.low ?? lowestOf(this.#columns.low, this.#start, this.#start + this.length);
  }

  /** A part of what it shows, from candle `start` up to and without `end`; never more than it shows itself. */
  part(start: number, end: number): CandleWindow {
    const from = Math.max(0, start);
    const to = Math.min(this.length, end);
    if (from === 0 && to === this.length) return this;
    return new CandleWindow(this.#columns, this.#closes, {
      start: this.#start + from,
      end: this.#start + to,
    });
  }

  /** Whether marks were recorded beside it. */
  get hasMarks(): boolean {
    return this.#marks !== undefined;
  }

  /** Open, high, low and close of the mark in candle `index`: the candle's own where none are recorded. */
  markOf(index: number): { readonly [price in keyof MarkColumns]: number } {
    const { open, high, low, close } = this.#marks ?? this.#columns;
    const at = this.#at(index);
    return { open: open[at], high: high[at], low: low[at], close: close[at] };
  }

  /** The highest mark of all its candles; −∞ where it shows none. */
  highestMark(): number {
    if (this.#marks === undefined) return this.highest();
    return highestOf(this.#marks.high, this.#start, this.#start + this.length);
  }

  /** The lowest mark of all its candles; ∞ where it shows none. */
  lowestMark(): number {
    if (this.#marks === undefined) return this.lowest();
    return lowestOf(this.#marks.low, this.#start, this.#start + this.length);
  }

  #at(index: number): number {
    if (index >= 0 && index < this.length) return this.#start + index;
    throw new RangeError(`candle ${index} of a window of ${this.length}`);
  }
}

/** The highest value of a part of a column, up to and without `end`; −∞ where the part is empty. */
export function highestOf(column: Float64Array, start: number, end: number): number {
  let highest = -Infinity;
  for (let index = start; index < end; index++) if (column[index] > highest) highest = column[index];
  return highest;
}

/** The lowest value of a part of a column, up to and without `end`; ∞ where the part is empty. */
export function lowestOf(column: Float64Array, start: number, end: number): number {
  let lowest = Infinity;
  for (let index = start; index < end; index++) if (column[index] < lowest) lowest = column[index];
  return lowest;
}

/** A window that shows nothing. */
export const EMPTY_WINDOW: CandleWindow = new CandleWindow(candleColumns(0), new Float64Array(0), {
  start: 0,
  end: 0,
});
