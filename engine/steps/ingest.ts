import type { AssetFeeds, CandleFeed, FeedWindow } from "../indicators/candle_feed.ts";
import type { MarketContext } from "../model/market_context.ts";
import type { CandleRange, MarketData } from "../ports/market_data.ts";

/** What the market says at the start of a cycle. */
export interface Ingested {
  readonly windows: readonly FeedWindow[];
  /** One per asset, in the run's order. */
  readonly contexts: readonly MarketContext[];
}

/**
 * Asks for the candles that closed since the last look, each once, and the contexts of now. The first time a
 * feed takes exactly the candles it needs, so that every mode starts from the same past.
 */
export async function ingest(
  marketData: MarketData,
  assets: readonly AssetFeeds[],
  now: number,
): Promise<Ingested> {
  const windows: FeedWindow[] = [];
  for (const { asset, feeds } of assets) {
    for (const feed of feeds) {
      if (!feed.due(now)) continue;
      windows.push({ feed, window: await marketData.candles(asset, feed.interval, rangeOf(feed)) });
    }
  }
  const contexts = await marketData.contexts(assets.map(({ asset }) => asset));
  return { windows, contexts };
}

function rangeOf(feed: CandleFeed): CandleRange {
  if (feed.count > 0) return { after: feed.lastClose };
  return { last: Math.max(1, feed.needed) };
}
