import { checkExitCode, checkJson, type FolderCheck, renderCheck } from "./data_check.ts";
import { type FolderListing, listingJson, renderListing } from "./data_listing.ts";
import type { DataOptions } from "./data_options.ts";
import type { Terminal } from "./terminal.ts";

/** How candles are found and read. */
export interface DataReaders {
  /** Reads every row of a folder. */
  checkFolder(folder: string): FolderCheck;
  /** Says what a folder holds. */
  listFolder(folder: string): FolderListing;
  /** Whether there is such a folder. */
  isFolder(folder: string): boolean;
  /** Where recorded candles are kept, and those that come with the project. */
  readonly store: string;
  readonly fixtures: string;
}

/** Lists what candles there are, or checks them; gives the exit code. */
export function dataCommand(
  { action, folder, json }: DataOptions,
  terminal: Terminal,
  { checkFolder, listFolder, isFolder, store, fixtures }: DataReaders,
): number {
  const view = { folder, columns: terminal.columns(), colour: terminal.colour };
  if (action === "check") {
    const check = checkFolder(folder ?? fixtures);
    terminal.print((json ? checkJson(check) : renderCheck(check, view)).trimEnd());
    return checkExitCode(check);
  }
  const folders = folder === null ? [store, fixtures].filter(isFolder) : [folder];
  const listings = folders.map(listFolder);
  terminal.print((json ? listingJson(listings) : renderListing(listings, view)).trimEnd());
  return 0;
}
