import type { Awaitable } from "../model/awaitable.ts";
import type { CandleWindow } from "../model/candles.ts";
import type { Interval } from "../model/interval.ts";
import type { FundingRates, MarketContext } from "../model/market_context.ts";

/** Which closed candles are wanted: those that closed after a moment (ms), or the last so many. */
export type CandleRange = { readonly after: number } | { readonly last: number };

/** Candles, contexts and funding, never later than now; without a promise where they are at hand. */
export interface MarketData {
  /**
   * Closed candles of an asset, oldest first: closed at or before now and, by `range`, after a moment or the
   * last so many. A missing candle is not there; an asset or interval without data gives an empty window.
   */
  candles(asset: string, interval: Interval, range: CandleRange): Awaitable<CandleWindow>;
  /**
   * The finest closed candles there are of an asset, closed after `after` (ms) and at or before now. They are
   * what a simulated exchange settles on.
   */
  finest(asset: string, after: number): Awaitable<CandleWindow>;
  /** What the venue says of these assets at this moment, in their order and in its printed precision. */
  contexts(assets: readonly string[]): Awaitable<readonly MarketContext[]>;
  /** Hourly funding rates of an asset that were paid after `after` (ms) and at or before now. */
  funding(asset: string, after: number): Awaitable<FundingRates>;
}
