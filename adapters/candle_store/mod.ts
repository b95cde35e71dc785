/**
 * Market data from files: candles, funding and open interest in three layouts, and instruments.
 * @module
 */
export { checkFolder, type FolderCheck } from "./check_folder.ts";
export { type ChosenFolder, type FolderRequest, isFolder, type SeriesRequest } from "./choose_source.ts";
export { type ColumnCache, FolderCache, NO_CACHE } from "./column_cache.ts";
export { DataError } from "./data_error.ts";
export type { CheckName, Fault } from "./fault.ts";
export type { FileFormat, SeriesKind } from "./file_name.ts";
export type { Finding, FindingCounts, Severity } from "./findings.ts";
export type { FundingChoice } from "./funding.ts";
export { type FolderListing, type ListedSeries, listFolder } from "./list_folder.ts";
export { knownInstruments, loadInstruments } from "./load_instruments.ts";
export { type LoadedMarket, loadMarket, type MarketRequest, type SkippedRows } from "./load_market.ts";
export { type FolderReaders, folderReaders } from "./folder_readers.ts";
export type { IgnoredFile } from "./scan_folder.ts";
export {
  type MarketAsked,
  type MarketPlaces,
  marketReader,
  type MarketWanted,
  openMarket,
} from "./open_market.ts";
export { findRecordedFiles, type RecordedFiles } from "./recorded_files.ts";
export { readArchive } from "./read_archive.ts";
export { namesIn, RecordedFolder, type RecordedPart, type RecordedSeries } from "./recorded_folder.ts";
export { writeCandles } from "./write_candles.ts";
export type { WrittenFile } from "./write_packed.ts";
