import {
  type Book,
  type Clock,
  DAY_MS,
  type HourlyFunding,
  type Instrument,
  type Interval,
  type MarketContext,
  type MarketDay,
  type ShownCandle,
  type ShownRange,
  sizeScale,
  type TapeTrade,
  type TimeRange,
  type Turnover,
  unknownContext,
  type VenueMarket,
} from "../../engine/mod.ts";
import type { SlippageModel } from "../exchange/slippage/slippage_model.ts";
import { syntheticBook } from "../exchange/synthetic_book.ts";
import { AssetCursor } from "../market/asset_cursor.ts";
import { countUpTo } from "../market/candle_series.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { AssetTape } from "./asset_tape.ts";
import { ShownCandles } from "./shown_candles.ts";

const NO_TURNOVER: Turnover = {
  trades: 0,
  volume: 0,
  notionalUsd: 0,
  takerBuyVolume: 0,
  takerBuyNotionalUsd: 0,
};

/** What a market is shown from. */
export interface MarketParts {
  readonly market: RecordedMarket;
  readonly clock: Clock;
  /** In the order in which the venue lists them; each must have been recorded. */
  readonly instruments: readonly Instrument[];
  /** What best prices go by. */
  readonly slippage: SlippageModel;
}

/** What is shown of one asset. */
interface ShownAsset {
  readonly cursor: AssetCursor;
  readonly tape: AssetTape;
  readonly candles: ShownCandles;
}

/** A recorded market as a venue shows it at its clock's now: candles, trades, a book, contexts and funding. */
export class RecordedVenueMarket implements VenueMarket {
  readonly instruments: readonly Instrument[];
  /** From the first settled candle's open to the last close, ms. */
  readonly span: TimeRange;
  readonly #clock: Clock;
  readonly #slippage: SlippageModel;
  readonly #assets: ReadonlyMap<string, ShownAsset>;

  constructor({ market, clock, instruments, slippage }: MarketParts) {
    this.instruments = instruments;
    this.#clock = clock;
    this.#slippage = slippage;
    this.#assets = new Map(instruments.map(({ symbol }) => [symbol, shownAsset(market, symbol)]));
    this.span = spanOf([...this.#assets.values()].map(({ cursor }) => cursor));
  }

  /** The first close of a settled candle of any asset after a moment. */
  nextClose(time: number): number | null {
    let next = Infinity;
    for (const { cursor: { settled } } of this.#assets.values()) {
      const closed = settled.closedAt(time);
      if (closed < settled.series.count) next = Math.min(next, settled.series.closeTime(closed));
    }
    return next === Infinity ? null : next;
  }

  /** What the venue says now; of an asset it does not list, nothing. */
  contexts(assets: readonly string[]): readonly MarketContext[] {
    const time = this.#clock.now();
    return assets.map((asset) =>
      this.#assets.get(asset)?.cursor.context(time) ?? unknownContext(asset, time)
    );
  }

  /** The mark of an asset at a moment that has passed (ms), USD; null before its first price. */
  markAt(asset: string, time: number): number | null {
    return this.#assets.get(asset)?.cursor.markAt(Math.min(time, this.#clock.now())) ?? null;
  }

  /** Candles, the forming one last. */
  candles(asset: string, interval: Interval, range: ShownRange): readonly ShownCandle[] {
    return this.#assets.get(asset)?.candles.at(this.#clock.now(), interval, range) ?? [];
  }

  /** Trades of a time, none later than now. */
  trades(asset: string, range: ShownRange): readonly TapeTrade[] {
    return this.#assets.get(asset)?.tape.trades(this.#past(range)) ?? [];
  }

  /** The trades of a time summed, none later than now. */
  turnover(asset: string, range: TimeRange): Turnover {
    return this.#assets.get(asset)?.tape.turnover(this.#past(range)) ?? NO_TURNOVER;
  }

  /** A book around the price of the moment; empty in a gap. */
  book(asset: string, levels: number): Book {
    const time = this.#clock.now();
    const cursor = this.#assets.get(asset)?.cursor;
    if (cursor === undefined) return { time, bids: [], asks: [] };
    const { mid } = cursor.context(time);
    const window = cursor.finest(time, time - DAY_MS);
    const { instrument } = cursor.history.recorded;
    return syntheticBook({ time, mid, window, slippage: this.#slippage, levels }, instrument);
  }

  /** The settled candles that closed in the last twenty-four hours, and the price before them. */
  day(asset: string): MarketDay {
    const cursor = this.#assets.get(asset)?.cursor;
    if (cursor === undefined) return { previousPrice: null, volume: 0, notionalUsd: 0 };
    const time = this.#clock.now();
    const window = cursor.finest(time, time - DAY_MS);
    let [volume, notionalUsd] = [0, 0];
    for (let index = 0; index < window.length; index++) {
      volume += window.volume(index);
      notionalUsd += window.volume(index) * window.close(index);
    }
    const scale = sizeScale(cursor.history.recorded.instrument);
    return {
      previousPrice: cursor.lastAt(time - DAY_MS),
      volume: Math.round(volume * scale) / scale,
      notionalUsd,
    };
  }

  /** Recorded rates paid in a time, none later than now. */
  funding(asset: string, range: TimeRange): readonly HourlyFunding[] {
    const recorded = this.#assets.get(asset)?.cursor.history.recorded.funding ?? null;
    if (recorded === null) return [];
    const { from, until } = this.#past(range);
    const rates: HourlyFunding[] = [];
    const end = countUpTo(recorded.time, until);
    for (let index = countUpTo(recorded.time, from - 1); index < end; index++) {
      rates.push({ time: recorded.time[index], rate: recorded.value[index] });
    }
    return rates;
  }

  #past<R extends TimeRange>(range: R): R {
    return { ...range, until: Math.min(range.until, this.#clock.now()) };
  }
}

function shownAsset(market: RecordedMarket, symbol: string): ShownAsset {
  const history = market.assets.get(symbol);
  if (history === undefined) throw new Error(`${symbol} was not recorded`);
  const cursor = new AssetCursor(history);
  const tape = new AssetTape(cursor);
  return { cursor, tape, candles: new ShownCandles(cursor, tape) };
}

function spanOf(cursors: readonly AssetCursor[]): TimeRange {
  const series = cursors.map(({ settled }) => settled.series).filter(({ count }) => count > 0);
  return {
    from: Math.min(...series.map(({ columns }) => columns.time[0])),
    until: Math.max(...series.map((one) => one.closeTime(one.count - 1))),
  };
}
