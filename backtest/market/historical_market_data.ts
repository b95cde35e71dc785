import {
  type CandleRange,
  type CandleWindow,
  type Clock,
  EMPTY_WINDOW,
  type FundingRates,
  type Instrument,
  type Interval,
  type MarkColumns,
  type MarketContext,
  type MarketData,
  roundPrice,
  type WindowRange,
} from "../../engine/mod.ts";
import { type CandleSeries, countUpTo } from "./candle_series.ts";
import { recordedOracle } from "./recorded_oracle.ts";
import type { AssetHistory, RecordedMarket, RecordedValues } from "./recorded_market.ts";

const NO_FUNDING: FundingRates = { times: [], rates: [] };

/** Recorded candles, funding and prices, handed out as windows that end at the clock's now. */
export class HistoricalMarketData implements MarketData {
  readonly #clock: Clock;
  readonly #assets = new Map<string, AssetCursor>();

  constructor(market: RecordedMarket, clock: Clock) {
    this.#clock = clock;
    for (const [asset, history] of market.assets) this.#assets.set(asset, new AssetCursor(history));
  }

  /** Closed candles; a recorded series of the interval goes before one resampled from a finer one. */
  candles(asset: string, interval: Interval, range: CandleRange): CandleWindow {
    const series = this.#assets.get(asset)?.series(interval) ?? null;
    return series === null ? EMPTY_WINDOW : series.window(this.#clock.now(), range);
  }

  /** The finest closed candles, of whatever length they are at each time. */
  finest(asset: string, after: number): CandleWindow {
    const cursor = this.#assets.get(asset);
    return cursor === undefined ? EMPTY_WINDOW : cursor.finest(this.#clock.now(), after);
  }

  /**
   * Mid is the price of the moment, null in a gap. Mark and oracle are the recorded ones where there are any, else the
   * price of the moment, in a gap the last one.
   */
  contexts(assets: readonly string[]): readonly MarketContext[] {
    const time = this.#clock.now();
    return assets.map((asset) => this.#assets.get(asset)?.context(time) ?? unknownAt(asset, time));
  }

  /** Recorded hourly rates; with their oracle prices where the mark or the oracle is recorded. */
  funding(asset: string, after: number): FundingRates {
    const cursor = this.#assets.get(asset);
    const funding = cursor?.history.recorded.funding ?? null;
    if (cursor === undefined || funding === null) return NO_FUNDING;
    const rates = ratesBetween(funding, after, this.#clock.now());
    const { marks, recorded: { oracle } } = cursor.history;
    if (marks === null && (oracle ?? null) === null) return rates;
    return { ...rates, oracles: rates.times.map((time) => cursor.oracleAt(time)) };
  }
}

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

  window(now: number, range: CandleRange): CandleWindow {
    return this.series.window(this.range(now, range));
  }

  range(now: number, range: CandleRange): WindowRange {
    const before = this.#closed;
    const end = this.closedAt(now);
    if ("last" in range) return { start: Math.max(0, end - range.last), end };
    // What is asked for is mostly what has closed since the last time.
    return { start: Math.min(end, this.series.closedAt(range.after, Math.min(before, end))), end };
  }
}

class AssetCursor {
  readonly history: AssetHistory;
  readonly settled: Cursor;
  readonly #series = new Map<Interval, Cursor | null>();
  readonly #decided: Cursor | null;

  constructor(history: AssetHistory) {
    this.history = history;
    this.settled = new Cursor(history.settled);
    this.#decided = history.decided === null ? null : new Cursor(history.decided);
  }

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
    const open = columns.open[closed];
    const share = (time - opens[closed]) / (series.closeTime(closed) - opens[closed]);
    return open + (columns.close[closed] - open) * share;
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
    return (recorded === null ? null : onGrid(recorded, instrument)) ?? this.#lastAt(time);
  }

  /** The price of the moment on the grid, or the last close where there is none. */
  #lastAt(time: number, columns: MarkColumns = this.settled.series.columns): number | null {
    const { instrument } = this.history.recorded;
    const price = this.priceAt(time, columns);
    const shown = price === null ? null : onGrid(price, instrument);
    const closed = this.settled.closedAt(time);
    return shown ?? (closed === 0 ? null : onGrid(columns.close[closed - 1], instrument));
  }

  context(time: number): MarketContext {
    const { marks, recorded: { instrument, funding, openInterest, oracle } } = this.history;
    const closed = this.settled.closedAt(time);
    const price = this.#priceAfter(closed, time, this.settled.series.columns);
    const mid = price === null ? null : onGrid(price, instrument);
    const last = mid ?? this.#lastAt(time);
    return {
      asset: instrument.symbol,
      time,
      mark: marks === null ? last : this.#lastAt(time, marks.columns),
      mid,
      oracle: (oracle ?? null) === null ? last : this.oracleAt(time),
      funding: lastValue(funding, time),
      candleMs: this.#candleMs(closed),
      openInterest: lastValue(openInterest, time),
    };
  }
}

/** A price on the grid; null where it is too small for the grid to show: nothing can be traded at it. */
function onGrid(price: number, instrument: Instrument): number | null {
  const shown = roundPrice(price, instrument, "nearest");
  return shown > 0 ? shown : null;
}

function lastValue(values: RecordedValues | null, time: number): number | null {
  if (values === null) return null;
  const count = countUpTo(values.time, time);
  return count === 0 ? null : values.value[count - 1];
}

function ratesBetween(values: RecordedValues, after: number, now: number): FundingRates {
  const start = countUpTo(values.time, after);
  const end = countUpTo(values.time, now);
  return { times: [...values.time.subarray(start, end)], rates: [...values.value.subarray(start, end)] };
}

function unknownAt(asset: string, time: number): MarketContext {
  return { asset, time, mark: null, mid: null, oracle: null, funding: null, openInterest: null };
}
