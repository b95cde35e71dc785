import type { CandleColumns, DataFile, Interval, RecordedAsset, RecordedValues } from "../../engine/mod.ts";
import { chooseSource, divides, type SeriesRequest, SYNTHETIC } from "./choose_source.ts";
import type { ColumnCache } from "./column_cache.ts";
import { DataError } from "./data_error.ts";
import { describeFault } from "./fault.ts";
import { type FundingChoice, fundingSourceFor, spreadOverHours } from "./funding.ts";
import { joinCandles, joinMarks, joinValues } from "./join_parts.ts";
import { type ListedSeries, listSeries } from "./list_folder.ts";
import { type ReadFile, readFile } from "./read_file.ts";
import { type FoundFile, scanFolder } from "./scan_folder.ts";

/** What is wanted of a folder. */
export interface MarketRequest extends SeriesRequest {
  readonly folder: string;
  /** Other intervals that are looked at. */
  readonly alsoIntervals: readonly Interval[];
  readonly funding: FundingChoice;
  /** Leaves damaged rows out and counts them, instead of refusing their file. */
  readonly skipBadRows: boolean;
  /** Paths of the files that alone are looked at; not given: all of the folder. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Where parsed columns are kept. */
  readonly cache: ColumnCache;
}

/** Rows of a file that were left out. */
export interface SkippedRows {
  readonly path: string;
  readonly rows: number;
  /** The first of them, as the error would have told it. */
  readonly first: string;
}

/** A market read from a folder. */
export interface LoadedMarket {
  readonly source: string;
  readonly synthetic: boolean;
  readonly assets: readonly RecordedAsset[];
  readonly files: readonly DataFile[];
  /** The series that were read, as a listing tells them. */
  readonly series: readonly ListedSeries[];
  /** Where the funding rates are from; null where no asset has any. */
  readonly fundingSource: string | null;
  /** Hourly rates that were made out of eight-hourly ones, of all assets; 0 where the source pays by the hour. */
  readonly fundingSpreadHours: number;
  /** By file, those that lack rows; empty unless bad rows are skipped. */
  readonly skippedRows: readonly SkippedRows[];
}

/**
 * Reads what a run needs from a folder: for every asset the candles of one source that make those of the intervals
 * looked at, and finer ones to settle on; and hourly funding. Throws a DataError that says what is lacking and what
 * there is, or which file is damaged where.
 */
export function loadMarket(request: MarketRequest): LoadedMarket {
  const { only } = request;
  const found = scanFolder(request.folder).found.filter(({ path }) => only?.has(path) ?? true);
  const source = chooseSource(request.folder, found, request);
  const reader = new Reader(request);
  const assets = request.instruments.map((instrument) => {
    const own = found.filter((file) => file.asset === instrument.symbol);
    const ownSource = own.filter((file) => file.source === source);
    return {
      instrument,
      candles: loadCandles(ownSource.filter((file) => isWanted(file, request)), reader),
      funding: loadFunding(own, { source, symbol: instrument.symbol, request }, reader),
      openInterest: loadValues(ownSource.filter(({ kind }) => kind === "open-interest"), reader),
      marks: loadCandles(ownSource.filter((file) => isWantedMark(file, request)), reader, joinMarks),
      oracle: loadValues(oracleFiles(own, source), reader),
    };
  });
  const hasFunding = assets.some(({ funding }) => funding !== null);
  return {
    source,
    synthetic: source === SYNTHETIC,
    assets,
    files: reader.files,
    series: listSeries(reader.tables),
    fundingSource: hasFunding ? fundingSourceFor(source, request.funding) : null,
    fundingSpreadHours: request.funding === "binance" ? hoursOf(assets) : 0,
    skippedRows: reader.skipped,
  };
}

/** Reads files and remembers which, and what was left out of them. */
class Reader {
  readonly files: DataFile[] = [];
  readonly skipped: SkippedRows[] = [];
  readonly tables: ReadFile[] = [];
  readonly #request: MarketRequest;

  constructor(request: MarketRequest) {
    this.#request = request;
  }

  read(file: FoundFile): ReadFile {
    const read = readFile(file, this.#request);
    const { path, asset, kind, interval } = file;
    this.tables.push(read);
    this.files.push({ path, sha256: read.sha256, asset, kind, interval, rows: read.rows });
    if (read.skipped !== null) {
      const [first] = read.skipped.first;
      this.skipped.push({ path, rows: read.skipped.total, first: describeFault(path, first) });
    }
    return read;
  }
}

/** Candles that make those of the decision interval, or of an interval that is looked at. */
function isWanted({ kind, interval }: FoundFile, request: MarketRequest): boolean {
  if (kind !== "candles") return false;
  return [request.interval, ...request.alsoIntervals].some((wanted) => divides(interval!, wanted));
}

/** Candles of the mark go with those that orders settle on: they divide the decision interval. */
function isWantedMark({ kind, interval }: FoundFile, request: MarketRequest): boolean {
  return kind === "mark" && divides(interval!, request.interval);
}

/** The candles' own source goes first, then the venue's, which funding is paid on. */
function oracleFiles(own: readonly FoundFile[], source: string): readonly FoundFile[] {
  const oracle = own.filter(({ kind }) => kind === "oracle");
  const of = (wanted: string | null): FoundFile[] => oracle.filter((file) => file.source === wanted);
  const recorded = of(source);
  return recorded.length > 0 ? recorded : of(fundingSourceFor(source, "on"));
}

function loadCandles(
  own: readonly FoundFile[],
  reader: Reader,
  join: (parts: readonly ReadFile[]) => CandleColumns = joinCandles,
): RecordedAsset["candles"] {
  const byInterval = Map.groupBy(own.map((file) => reader.read(file)), ({ file }) => file.interval!);
  return [...byInterval].map(([interval, parts]) => ({ interval, columns: join(parts) }));
}

function loadFunding(
  own: readonly FoundFile[],
  of: { readonly source: string; readonly symbol: string; readonly request: MarketRequest },
  reader: Reader,
): RecordedValues | null {
  const { funding: choice, folder } = of.request;
  const source = fundingSourceFor(of.source, choice);
  const rates = loadValues(own.filter((file) => file.kind === "funding" && file.source === source), reader);
  if (choice !== "binance") return rates;
  if (rates !== null) return spreadOverHours(rates);
  const there = own.filter(({ kind }) => kind === "funding").map(({ name }) => name);
  throw new DataError(
    `no funding of ${source} for ${of.symbol} in "${folder}", such as ${source}-${of.symbol}USDT-funding.csv.gz; ` +
      (there.length === 0 ? "there is no funding for it" : `there is: ${there.join(", ")}`),
  );
}

function loadValues(own: readonly FoundFile[], reader: Reader): RecordedValues | null {
  return own.length === 0 ? null : joinValues(own.map((file) => reader.read(file)));
}

function hoursOf(assets: readonly RecordedAsset[]): number {
  return assets.reduce((sum, { funding }) => sum + (funding?.time.length ?? 0), 0);
}
