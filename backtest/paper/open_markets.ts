import type { Clock } from "../../engine/mod.ts";
import type { RunRange } from "../run_range.ts";
import { type JoinedMarkets, joinMarkets, type Markets, type MarketsAsked } from "./join_markets.ts";
import { type PaperTime, paperTime } from "./paper_pace.ts";

/** How a market is asked. */
interface Asking {
  readonly clock: Clock;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly weightPerMinute?: number;
  readonly freshMs?: number;
}

/** The markets that are reached, and the clocks there are. */
export interface MarketTools<Product> {
  readonly FUTURES: Product;
  readonly BinanceCandles: new (asking: Asking & { readonly product: Product }) => Markets["candles"];
  readonly HyperliquidMarket: new (
    asking: Asking,
  ) => Markets["venue"] & { readonly skewMs: number | null };
  readonly SystemClock: new () => Clock;
  readonly VenueClock: { open(url: string): Promise<Clock & { readonly span: RunRange } | null> };
}

/** What is wanted of them, and where they are. */
export interface WantedMarkets extends Omit<MarketsAsked, "follows"> {
  /** Addresses without a slash at the end. */
  readonly hyperliquid: string;
  readonly binance: string;
  /** How long a position may be without a stop before it is closed, ms; not given: as usual. */
  readonly nakedLimitMs?: number | undefined;
}

/** Both as one, and whose time it is. */
export interface OpenedMarkets extends JoinedMarkets, PaperTime {
  readonly clock: Clock;
}

/**
 * The markets of a run on live prices, on the market's own time where a recorded one is served, else on the system's.
 * Throws where one of them cannot be had.
 */
export async function openMarkets<Product>(
  wanted: WantedMarkets,
  tools: MarketTools<Product>,
): Promise<OpenedMarkets> {
  const { hyperliquid, binance } = wanted;
  const served = await tools.VenueClock.open(hyperliquid);
  const clock = served ?? new tools.SystemClock();
  const asking = served === null ? { clock } : { clock, freshMs: 0, weightPerMinute: Infinity };
  const venue = new tools.HyperliquidMarket({ ...asking, baseUrl: hyperliquid });
  const candles = new tools.BinanceCandles({ ...asking, baseUrl: binance, product: tools.FUTURES });
  const markets = await joinMarkets({ venue, candles }, { ...wanted, follows: served === null });
  const time = paperTime(clock, served, { ...wanted, clockSkewMs: () => venue.skewMs });
  return { clock, ...time, ...markets };
}
