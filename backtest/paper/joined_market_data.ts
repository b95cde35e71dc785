import type {
  Awaitable,
  CandleRange,
  CandleWindow,
  FundingRates,
  Interval,
  MarketContext,
  MarketData,
} from "../../engine/mod.ts";

/** Where each part comes from. */
export interface JoinedParts {
  /** What indicators are fed with. */
  readonly candles: Pick<MarketData, "candles">;
  /** Everything else, and the candles of what has none there. */
  readonly venue: MarketData;
  /** Assets that have none there. */
  readonly withoutCandles: readonly string[];
}

/** Candles of one market, and prices, funding and what orders settle on of another. */
export class JoinedMarketData implements MarketData {
  readonly #parts: JoinedParts;

  constructor(parts: JoinedParts) {
    this.#parts = parts;
  }

  /** Of the candles' market; of the venue where that has none of the asset. */
  candles(asset: string, interval: Interval, range: CandleRange): Awaitable<CandleWindow> {
    const { candles, venue, withoutCandles } = this.#parts;
    return (withoutCandles.includes(asset) ? venue : candles).candles(asset, interval, range);
  }

  /** The venue's. */
  finest(asset: string, after: number): Awaitable<CandleWindow> {
    return this.#parts.venue.finest(asset, after);
  }

  /** The venue's. */
  contexts(assets: readonly string[]): Awaitable<readonly MarketContext[]> {
    return this.#parts.venue.contexts(assets);
  }

  /** The venue's. */
  funding(asset: string, after: number): Awaitable<FundingRates> {
    return this.#parts.venue.funding(asset, after);
  }
}
