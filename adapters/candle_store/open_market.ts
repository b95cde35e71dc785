import { chooseFolder, type FolderRequest } from "./choose_source.ts";
import { type LoadedMarket, loadMarket, type MarketRequest } from "./load_market.ts";

/** What is asked of whichever folder serves. */
export type MarketAsked = FolderRequest & Omit<MarketRequest, "folder" | "alsoIntervals" | "cache">;

/** Chooses the folder that serves a run and reads what it needs of it. Throws a DataError where none does. */
export function openMarket(
  request: MarketAsked,
  rest: Pick<MarketRequest, "alsoIntervals" | "cache">,
): LoadedMarket {
  return loadMarket({ ...request, ...chooseFolder(request), ...rest });
}
