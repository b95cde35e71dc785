import {
  type CandleRange,
  type CandleWindow,
  type Clock,
  EMPTY_WINDOW,
  type FundingRates,
  type Interval,
  type MarketContext,
  type MarketData,
  type RecordedValues,
  unknownContext,
} from "../../engine/mod.ts";
import { AssetCursor } from "./asset_cursor.ts";
import { countUpTo } from "./candle_series.ts";
import type { RecordedMarket } from "./recorded_market.ts";

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

  /** What the venue says now, as {@link AssetCursor.context} tells it. */
  contexts(assets: readonly string[]): readonly MarketContext[] {
    const time = this.#clock.now();
    return assets.map((asset) => this.#assets.get(asset)?.context(time) ?? unknownContext(asset, time));
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

function ratesBetween(values: RecordedValues, after: number, now: number): FundingRates {
  const start = countUpTo(values.time, after);
  const end = countUpTo(values.time, now);
  return { times: [...values.time.subarray(start, end)], rates: [...values.value.subarray(start, end)] };
}
