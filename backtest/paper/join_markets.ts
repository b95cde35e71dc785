import type { Interval, MarketData } from "../../engine/mod.ts";
import { JoinedMarketData } from "./joined_market_data.ts";

/** What both markets have: what is listened to spares questions. */
interface Followed {
  /** When it last told of the market, ms; null: not yet. */
  readonly toldAt: number | null;
  close(): void;
}

/** Two markets that a run on live prices reads. */
export interface Markets {
  /** What indicators are fed with. */
  readonly candles: Followed & Pick<MarketData, "candles"> & {
    /** Those of these assets that it does not trade. */
    withoutMarket(assets: readonly string[], interval: Interval): Promise<readonly string[]>;
    follow(assets: readonly string[], intervals: readonly Interval[]): void;
  };
  /** Everything else, and the candles of what has none there. */
  readonly venue: Followed & MarketData & { follow(assets: readonly string[]): void };
}

/** What is wanted of them. */
export interface MarketsAsked {
  readonly assets: readonly string[];
  /** The interval that is decided on. */
  readonly interval: Interval;
  /** Those that the agent looks at. */
  readonly looksAt: readonly Interval[];
  /** Whether they are listened to: on a market whose time is moved there is nothing to hear. */
  readonly follows: boolean;
}

/** Both as one. */
export interface JoinedMarkets {
  readonly marketData: MarketData;
  /** Assets whose candles are the venue's. */
  readonly withoutCandles: readonly string[];
  /** When prices and candles were last told, ms; null: not yet. */
  readonly told: () => { readonly prices: number | null; readonly candles: number | null };
  readonly close: () => void;
}

/** Joins candles of one market with all else of another, and listens to both. Throws a MarketFault where one cannot be had. */
export async function joinMarkets(
  { candles, venue }: Markets,
  { assets, interval, looksAt, follows }: MarketsAsked,
): Promise<JoinedMarkets> {
  const withoutCandles = await candles.withoutMarket(assets, interval);
  if (follows) {
    venue.follow(assets);
    candles.follow(assets.filter((asset) => !withoutCandles.includes(asset)), looksAt);
  }
  return {
    marketData: new JoinedMarketData({ candles, venue, withoutCandles }),
    withoutCandles,
    told: () => ({ prices: venue.toldAt, candles: candles.toldAt }),
    close: () => [venue, candles].forEach((one) => one.close()),
  };
}
