import type { AssetFeeds, CandleFeed, FeedWindow } from "../indicators/candle_feed.ts";
import { andThen, type Awaitable, eachInTurn } from "../model/awaitable.ts";
import { type CandleWindow, EMPTY_WINDOW } from "../model/candles.ts";
import { type MarketContext, unknownContext } from "../model/market_context.ts";
import type { CandleRange, MarketData } from "../ports/market_data.ts";
import { failureOf } from "../ports/port_failure.ts";

/** What the market says at the start of a cycle. */
export interface Ingested {
  readonly windows: readonly TakenWindow[];
  /** One per asset, in the run's order. */
  readonly contexts: readonly MarketContext[];
  /** Why the contexts say nothing; not there when they do. */
  readonly failure?: string | undefined;
}

/** A feed that a candle may have closed of. */
export interface DueFeed {
  readonly asset: string;
  readonly feed: CandleFeed;
}

/** New candles of a feed. */
export interface TakenWindow extends FeedWindow, DueFeed {
  /** Why none could be had; not there when they could. */
  readonly failure?: string | undefined;
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
  const taken = eachInTurn(dueFeeds(assets, now), (due) => takeWindow(marketData, due, now));
  return andThen(taken, (windows) => {
    const looked = lookAround(marketData, assets.map(({ asset }) => asset), now);
    return andThen(looked, ({ contexts, failure }) => ({ windows, contexts, failure }));
  });
}

/** The candles of a feed that it has not taken in and that closed by `close` (ms); none, and why, where market data fails. */
export function takeWindow(marketData: MarketData, due: DueFeed, close: number): Awaitable<TakenWindow> {
  try {
    const asked = marketData.candles(due.asset, due.feed.interval, rangeOf(due.feed));
    if (!(asked instanceof Promise)) return takenOf(due, asked, close);
    return asked.then((window) => takenOf(due, window, close)).catch((error) => notTaken(due, error));
  } catch (error) {
    return notTaken(due, error);
  }
}

function takenOf({ asset, feed }: DueFeed, window: CandleWindow, close: number): TakenWindow {
  return { asset, feed, window: newOf(window, feed, close), failure: undefined };
}

function notTaken({ asset, feed }: DueFeed, error: unknown): TakenWindow {
  return { asset, feed, window: EMPTY_WINDOW, failure: failureOf(error) };
}

/** What the venue says of each asset at `now` (ms); nothing, and why, where market data fails. */
export function lookAround(
  marketData: MarketData,
  assets: readonly string[],
  now: number,
): Awaitable<Pick<Ingested, "contexts" | "failure">> {
  try {
    const asked = marketData.contexts(assets);
    if (!(asked instanceof Promise)) return { contexts: asked, failure: undefined };
    return asked.then((contexts) => ({ contexts })).catch((error) => unheard(assets, now, error));
  } catch (error) {
    return unheard(assets, now, error);
  }
}

function unheard(
  assets: readonly string[],
  now: number,
  error: unknown,
): Pick<Ingested, "contexts" | "failure"> {
  return { contexts: assets.map((asset) => unknownContext(asset, now)), failure: failureOf(error) };
}

/** The feeds that a candle may have closed of. */
function dueFeeds(assets: readonly AssetFeeds[], now: number): readonly DueFeed[] {
  const due: DueFeed[] = [];
  for (const { asset, feeds } of assets) {
    for (const feed of feeds) if (feed.due(now)) due.push({ asset, feed });
  }
  return due;
}

/** A window without what the feed has already, and without what closed later: a real clock goes on. */
function newOf(window: CandleWindow, feed: CandleFeed, close: number): CandleWindow {
  let start = 0;
  let end = window.length;
  while (end > 0 && window.closeTime(end - 1) > close) end--;
  while (start < end && window.closeTime(start) <= feed.lastClose) start++;
  return start === 0 && end === window.length ? window : window.part(start, end);
}

function rangeOf(feed: CandleFeed): CandleRange {
  if (feed.count > 0) return { after: feed.lastClose };
  return { last: Math.max(1, feed.needed) };
}
