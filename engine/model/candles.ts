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

/**
 * A look at closed candles, oldest first. It ends at the last candle closed at the time it was asked for, and
 * what lies behind its end cannot be reached through it: the columns are private and every index is checked.
 */
export class CandleWindow {
  readonly #columns: CandleColumns;
  readonly #start: number;
  /** How many candles it shows. */
  readonly length: number;
  /** The interval's length in ms. */
  readonly intervalMs: number;

  constructor(
    columns: CandleColumns,
    range: { readonly start: number; readonly end: number },
    intervalMs: number,
  ) {
    this.#columns = columns;
    this.#start = range.start;
    this.length = Math.max(0, range.end - range.start);
    this.intervalMs = intervalMs;
  }

  /** Open time of candle `index`, ms. */
  time(index: number): number {
    return this.#columns.time[this.#at(index)];
  }

  /** Close time of candle `index`, ms: its open time plus the interval. */
  closeTime(index: number): number {
    return this.#columns.time[this.#at(index)] + this.intervalMs;
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

  #at(index: number): number {
    if (index >= 0 && index < this.length) return this.#start + index;
    throw new RangeError(`candle ${index} of a window of ${this.length}`);
  }
}

/** A window that shows nothing. */
export function emptyWindow(intervalMs: number): CandleWindow {
  return new CandleWindow(candleColumns(0), { start: 0, end: 0 }, intervalMs);
}
