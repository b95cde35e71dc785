/** What the venue says of one asset at a moment, in its printed precision; null where it is not known. */
export interface MarketContext {
  readonly asset: string;
  /** The moment it holds for, ms. */
  readonly time: number;
  /** The price that margin, triggers and unrealised PnL go by, USD. */
  readonly mark: number | null;
  /** The price an arriving order is judged by, USD; null where the market shows none (a gap). */
  readonly mid: number | null;
  /** The price that funding is paid on, USD. */
  readonly oracle: number | null;
  /** The hourly funding rate last known, as a fraction; longs pay it when it is above zero. */
  readonly funding: number | null;
  /** Length in ms of the finest candle closed last; not there where the market data does not tell. */
  readonly candleMs?: number | undefined;
  /** Open interest in coins, where it is recorded. */
  readonly openInterest: number | null;
  /** When a field was last heard of, ms, where that is another moment than `time`. */
  readonly asOf?: { readonly [Field in "mark" | "mid" | "oracle" | "funding"]?: number } | undefined;
}

/** What is said of an asset of which nothing is known at a moment, ms. */
export function unknownContext(asset: string, time: number): MarketContext {
  return { asset, time, mark: null, mid: null, oracle: null, funding: null, openInterest: null };
}

/** Funding rates by the hour they are paid at. */
export interface FundingRates {
  /** Hours, ms since the epoch, rising. */
  readonly times: readonly number[];
  /** The fraction paid by longs on oracle × size at each. */
  readonly rates: readonly number[];
  /** The oracle price of each in the venue's printed precision, USD; not there where it is that of the candles. */
  readonly oracles?: readonly (number | null)[] | undefined;
}
