/**
 * Market data from files: candles, funding and open interest in the layout of the fixtures, and instruments.
 * @module
 */
export { DataError } from "./data_error.ts";
export { loadInstruments } from "./load_instruments.ts";
export {
  type LoadedAsset,
  type LoadedMarket,
  type LoadedValues,
  loadMarket,
  type MarketRequest,
} from "./load_market.ts";
export { type FoundFile, scanFolder } from "./scan_folder.ts";
