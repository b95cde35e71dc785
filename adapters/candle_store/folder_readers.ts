import { resolve } from "node:path";
import { checkFolder } from "./check_folder.ts";
import { isFolder } from "./choose_source.ts";
import { FolderCache } from "./column_cache.ts";
import type { MarketPlaces } from "./open_market.ts";
import { type FolderListing, listFolder } from "./list_folder.ts";

/** How folders of market data are looked at. */
export interface FolderReaders {
  readonly checkFolder: typeof checkFolder;
  readonly isFolder: typeof isFolder;
  readonly listFolder: (folder: string) => FolderListing;
}

/** Readers that keep what they parse in a cache, with the places they look in where no folder is named. */
export function folderReaders<Places extends MarketPlaces>(places: Places): FolderReaders & Places {
  const { cache, fixtures } = places;
  const listed = (folder: string): FolderListing => listFolder(folder, new FolderCache(cache));
  return {
    ...places,
    checkFolder,
    isFolder,
    // What is shipped beside the synthetic market is ours: nobody asks why it is not read as candles.
    listFolder: (folder) =>
      resolve(folder) === resolve(fixtures) ? { ...listed(folder), ignored: [] } : listed(folder),
  };
}
