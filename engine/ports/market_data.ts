import type { CandleWindow } from "../model/candles.ts";
import type { Interval } from "../model/interval.ts";
import type { FundingRates, MarketContext } from "../model/market_context.ts";

/** Which closed candles are wanted: those that closed after a moment (ms), or the last so many. */
export type CandleRange = { readonly after: number } | { readonly last: number };

/** Candles, contexts and funding, never later than now. */
export interface MarketData {
  /**
   * Closed candles of an asset, oldest first: closed at or before now and, by `range`, after a moment or the
   * last so many. A missing candle is not there; an asset or interval without data gives an empty window.
   */
  candles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow>;
  /**
   * The finest closed candles there are of an asset, closed after `after` (ms) and at or before now. They are
   * what a simulated exchange settles on.
   */
  finest(asset: string, after: number): Promise<CandleWindow>;
  /** What the venue says of these assets at this moment, in their order and in its printed precision. */
  contexts(assets: readonly string[]): Promise<readonly MarketContext[]>;
  /** Hourly funding rates of an asset that were paid after `after` (ms) and at or before now. */
  funding(asset: string, after: number): Promise<FundingRates>;
}
