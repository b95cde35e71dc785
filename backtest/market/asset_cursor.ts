import {
  type CandleRange,
  type CandleWindow,
  type Instrument,
  type Interval,
  type MarkColumns,
  type MarketContext,
  type RecordedValues,
  roundPrice,
  type WindowRange,
} from "../../engine/mod.ts";
import { type CandleSeries, countUpTo } from "./candle_series.ts";
import { recordedOracle } from "./recorded_oracle.ts";
import type { AssetHistory } from "./recorded_market.ts";

/** A series of candles with a place that moves forward with the clock. */
class Cursor {
  readonly series: CandleSeries;
  #closed = 0;

  constructor(series: CandleSeries) {
    this.series = series;
  }

  /** How many candles are closed at `now`; asked with rising times it costs next to nothing. */
  closedAt(now: number): number {
    return this.#closed = this.series.closedAt(now, this.#closed);
  }

  /** The candles of a range that are closed at `now`. */
  window(now: number, range: CandleRange): CandleWindow {
    return this.series.window(this.range(now, range));
  }

  /** Where they lie in the series. */
  range(now: number, range: CandleRange): WindowRange {
    const before = this.#closed;
    const end = this.closedAt(now);
    if ("last" in range) return { start: Math.max(0, end - range.last), end };
    // What is asked for is mostly what has closed since the last time.
    return { start: Math.min(end, this.series.closedAt(range.after, Math.min(before, end))), end };
  }
}

/** Recorded values with a place that moves forward with the clock. */
class ValueCursor {
  readonly #values: RecordedValues | null;
  #known = 0;

  constructor(values: RecordedValues | null) {
    this.#values = values;
  }

  /** The last value at or before `time` (ms); null before the first, and where none is recorded. */
  at(time: number): number | null {
    if (this.#values === null) return null;
    this.#known = countUpTo(this.#values.time, time, this.#known);
    return this.#known === 0 ? null : this.#values.value[this.#known - 1];
  }
}

/** One asset's recordings with places that move forward with the clock. It knows no clock: whoever asks names the moment. */
export class AssetCursor {
  readonly history: AssetHistory;
  readonly settled: Cursor;
  readonly #series = new Map<Interval, Cursor | null>();
  readonly #decided: Cursor | null;
  readonly #funding: ValueCursor;
  readonly #openInterest: ValueCursor;

  constructor(history: AssetHistory) {
    this.history = history;
    this.settled = new Cursor(history.settled);
    this.#decided = history.decided === null ? null : new Cursor(history.decided);
    this.#funding = new ValueCursor(history.recorded.funding);
    this.#openInterest = new ValueCursor(history.recorded.openInterest);
  }

  /** Candles of an interval; null where they cannot be made. */
  series(interval: Interval): Cursor | null {
    const present = this.#series.get(interval);
    if (present !== undefined) return present;
    const series = this.history.series(interval);
    const cursor = series === null ? null : new Cursor(series);
    this.#series.set(interval, cursor);
    return cursor;
  }

  /** The settled candles closed after `after`; where they are those of one decision candle its extremes are theirs. */
  finest(now: number, after: number): CandleWindow {
    const { start, end } = this.settled.range(now, { after });
    return this.settled.series.window({
      start,
      end,
      extremes: this.#extremesOf(now, after),
      marks: this.history.marks?.columns,
    });
  }

  #extremesOf(now: number, after: number): WindowRange["extremes"] {
    if (this.#decided === null) return undefined;
    const { columns } = this.#decided.series;
    const last = this.#decided.closedAt(now) - 1;
    if (last < 0 || columns.time[last] !== after || this.#decided.series.closeTime(last) !== now) {
      return undefined;
    }
    return { high: columns.high[last], low: columns.low[last] };
  }

  /**
   * The price of the moment, or with the marks' columns the mark: inside a candle it runs straight from open to close;
   * null where none covers it.
   */
  priceAt(time: number, columns: MarkColumns = this.settled.series.columns): number | null {
    return this.#priceAfter(this.settled.closedAt(time), time, columns);
  }

  /** The same after so many closed candles. */
  #priceAfter(closed: number, time: number, columns: MarkColumns): number | null {
    const { series } = this.settled;
    const { time: opens } = series.columns;
    if (closed > 0 && series.closeTime(closed - 1) === time) return columns.close[closed - 1];
    if (closed >= series.count || opens[closed] >= time) return null;
    return this.priceInside(closed, time, columns);
  }

  /** The price at a moment inside settled candle `index`. */
  priceInside(index: number, time: number, columns: MarkColumns = this.settled.series.columns): number {
    const { series } = this.settled;
    const [opened, open] = [series.columns.time[index], columns.open[index]];
    const share = (time - opened) / (series.closeTime(index) - opened);
    return open + (columns.close[index] - open) * share;
  }

  /** Length of the last of so many closed candles, ms. */
  #candleMs(closed: number): number | undefined {
    if (closed === 0) return undefined;
    const { series } = this.settled;
    return series.closeTime(closed - 1) - series.columns.time[closed - 1];
  }

  /** The oracle price of a moment: the recorded one, in a hole of it the price there was last. */
  oracleAt(time: number): number | null {
    const { instrument, oracle } = this.history.recorded;
    const recorded = recordedOracle(oracle, time);
    return (recorded === null ? null : onGrid(recorded, instrument)) ?? this.lastAt(time);
  }

  /** The mark of a moment: the recorded one where there is any, in a gap the last one; null before the first price. */
  markAt(time: number): number | null {
    const { marks } = this.history;
    return marks === null ? this.lastAt(time) : this.lastAt(time, marks.columns);
  }

  /** The price of the moment, or with the marks' columns the mark, on the grid; where there is none the last close. */
  lastAt(time: number, columns: MarkColumns = this.settled.series.columns): number | null {
    const { instrument } = this.history.recorded;
    const price = this.priceAt(time, columns);
    const shown = price === null ? null : onGrid(price, instrument);
    const closed = this.settled.closedAt(time);
    return shown ?? (closed === 0 ? null : onGrid(columns.close[closed - 1], instrument));
  }

  /**
   * What the venue says at a moment. Mid is the price of the moment, null in a gap. Mark and oracle are the recorded ones
   * where there are any, else the price of the moment, in a gap the last one.
   */
  context(time: number): MarketContext {
    const { marks, recorded: { instrument, oracle } } = this.history;
    const closed = this.settled.closedAt(time);
    const price = this.#priceAfter(closed, time, this.settled.series.columns);
    const mid = price === null ? null : onGrid(price, instrument);
    const last = mid ?? this.lastAt(time);
    return {
      asset: instrument.symbol,
      time,
      mark: marks === null ? last : this.markAt(time),
      mid,
      oracle: (oracle ?? null) === null ? last : this.oracleAt(time),
      funding: this.#funding.at(time),
      candleMs: this.#candleMs(closed),
      openInterest: this.#openInterest.at(time),
    };
  }
}

/** A price on the grid; null where it is too small for the grid to show: nothing can be traded at it. */
export function onGrid(price: number, instrument: Instrument): number | null {
  const shown = roundPrice(price, instrument, "nearest");
  return shown > 0 ? shown : null;
}
