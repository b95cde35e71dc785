import type { Interval } from "../../engine/mod.ts";
import { FolderCache } from "./column_cache.ts";
import { chooseFolder, type FolderRequest } from "./choose_source.ts";
import { type LoadedMarket, loadMarket, type MarketRequest } from "./load_market.ts";

/** What is asked of whichever folder serves. */
export type MarketAsked = FolderRequest & Omit<MarketRequest, "folder" | "alsoIntervals" | "cache">;

/** The same, before it is known which folders there are beside the named one. */
export type MarketWanted = Omit<MarketAsked, "store" | "fixtures">;

/** Chooses the folder that serves a run and reads what it needs of it. Throws a DataError where none does. */
export function openMarket(
  request: MarketAsked,
  rest: Pick<MarketRequest, "alsoIntervals" | "cache">,
): LoadedMarket {
  return loadMarket({ ...request, ...chooseFolder(request), ...rest });
}

/** Where market data lies. */
export interface MarketPlaces extends Pick<MarketAsked, "store" | "fixtures"> {
  /** The folder of what was parsed before. */
  readonly cache: string;
}

/** Opens a market in these places; `alsoIntervals`: what is wanted beside the candles that were asked for. */
export function marketReader(
  { store, fixtures, cache }: MarketPlaces,
): (asked: MarketWanted, alsoIntervals: readonly Interval[]) => LoadedMarket {
  return (asked, alsoIntervals) =>
    openMarket({ ...asked, store, fixtures }, { alsoIntervals, cache: new FolderCache(cache) });
}
