import type { AssetFeeds, CandleFeed, FeedWindow } from "../indicators/candle_feed.ts";
import { andThen, type Awaitable, eachInTurn } from "../model/awaitable.ts";
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
export function ingest(
  marketData: MarketData,
  assets: readonly AssetFeeds[],
  now: number,
): Awaitable<Ingested> {
  const taken = eachInTurn(dueFeeds(assets, now), (due) => windowOf(due, marketData));
  return andThen(taken, (windows) => {
    const contexts = marketData.contexts(assets.map(({ asset }) => asset));
    return andThen(contexts, (there) => ({ windows, contexts: there }));
  });
}

/** The feeds that a candle may have closed of. */
function dueFeeds(assets: readonly AssetFeeds[], now: number): readonly DueFeed[] {
  const due: DueFeed[] = [];
  for (const { asset, feeds } of assets) {
    for (const feed of feeds) if (feed.due(now)) due.push({ asset, feed });
  }
  return due;
}

interface DueFeed {
  readonly asset: string;
  readonly feed: CandleFeed;
}

function windowOf({ asset, feed }: DueFeed, marketData: MarketData): Awaitable<FeedWindow> {
  const asked = marketData.candles(asset, feed.interval, rangeOf(feed));
  return andThen(asked, (window) => ({ feed, window }));
}

function rangeOf(feed: CandleFeed): CandleRange {
  if (feed.count > 0) return { after: feed.lastClose };
  return { last: Math.max(1, feed.needed) };
}
