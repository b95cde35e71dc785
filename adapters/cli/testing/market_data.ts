/** Made-up listings for the tests of this folder. */

import type { FolderListing, ListedSeries } from "../data_listing.ts";

/** Candles of BTC, as Binance's perpetual market recorded them, with what differs. */
export function series(changes: Partial<ListedSeries>): ListedSeries {
  return {
    source: "binance-perp",
    asset: "BTC",
    kind: "candles",
    interval: "5m",
    format: "csv",
    files: 1,
    rows: 114_324,
    first: Date.UTC(2023, 11, 1),
    last: Date.UTC(2024, 11, 31, 23, 55),
    gaps: 0,
    ...changes,
  };
}

/** A folder of the user's: three series from three doors, and a file that is none. */
export const MINE: FolderListing = {
  folder: "../mine",
  series: [
    series({ format: "binance", files: 12, gaps: 2 }),
    series({ source: "hyperliquid-perp", kind: "funding", interval: "1h", rows: 9_527, gaps: 1 }),
    series({
      asset: "ETH",
      format: "freqtrade",
      first: Date.UTC(2024, 4, 14, 7),
      last: Date.UTC(2024, 9, 1),
    }),
    series({ asset: "ETH", kind: "open-interest", interval: null, rows: 0 }),
  ],
  ignored: [{ name: "README.md", why: "no market data by its name" }],
};

/** What comes with the project. */
export const FIXTURES: FolderListing = {
  folder: "fixtures",
  series: ["BTC", "ETH", "SOL"].map((asset) => series({ source: "synthetic-perp", asset })),
  ignored: [],
};
