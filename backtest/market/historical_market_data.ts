import {
  type CandleRange,
  type CandleWindow,
  type Clock,
  EMPTY_WINDOW,
  type FundingRates,
  type Instrument,
  type Interval,
  type MarketContext,
  type MarketData,
  roundPrice,
  type WindowRange,
} from "../../engine/mod.ts";
import { type CandleSeries, countUpTo } from "./candle_series.ts";
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
  candles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow> {
    const series = this.#assets.get(asset)?.series(interval) ?? null;
    return Promise.resolve(series === null ? EMPTY_WINDOW : series.window(this.#clock.now(), range));
  }

  /** The finest closed candles, of whatever length they are at each time. */
  finest(asset: string, after: number): Promise<CandleWindow> {
    const cursor = this.#assets.get(asset);
    return Promise.resolve(cursor === undefined ? EMPTY_WINDOW : cursor.finest(this.#clock.now(), after));
  }

  /** Mark, mid and oracle are the price of the moment; mid is null in a gap, mark the last one then. */
  contexts(assets: readonly string[]): Promise<readonly MarketContext[]> {
    const time = this.#clock.now();
    return Promise.resolve(
      assets.map((asset) => this.#assets.get(asset)?.context(time) ?? unknownAt(asset, time)),
    );
  }

  /** Recorded hourly rates. */
  funding(asset: string, after: number): Promise<FundingRates> {
    const funding = this.#assets.get(asset)?.history.recorded.funding ?? null;
    return Promise.resolve(funding === null ? NO_FUNDING : ratesBetween(funding, after, this.#clock.now()));
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
    const range = this.settled.range(now, { after });
    return this.settled.series.window({ ...range, extremes: this.#extremesOf(now, after) });
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

  /** The price of the moment: inside a candle it runs straight from open to close; null where none covers it. */
  priceAt(time: number): number | null {
    const { series } = this.settled;
    const { columns } = series;
    const closed = this.settled.closedAt(time);
    if (closed > 0 && series.closeTime(closed - 1) === time) return columns.close[closed - 1];
    if (closed >= series.count || columns.time[closed] >= time) return null;
    const open = columns.open[closed];
    const share = (time - columns.time[closed]) / (series.closeTime(closed) - columns.time[closed]);
    return open + (columns.close[closed] - open) * share;
  }

  /** Length of the last of so many closed candles, ms. */
  #candleMs(closed: number): number | undefined {
    if (closed === 0) return undefined;
    const { series } = this.settled;
    return series.closeTime(closed - 1) - series.columns.time[closed - 1];
  }

  context(time: number): MarketContext {
    const { instrument, funding, openInterest } = this.history.recorded;
    const price = this.priceAt(time);
    const mid = price === null ? null : onGrid(price, instrument);
    const closed = this.settled.closedAt(time);
    const mark = mid ??
      (closed === 0 ? null : onGrid(this.settled.series.columns.close[closed - 1], instrument));
    return {
      asset: instrument.symbol,
      time,
      mark,
      mid,
      oracle: mark,
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
