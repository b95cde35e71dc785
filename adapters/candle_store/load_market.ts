import {
  type CandleColumns,
  candleColumns,
  type DataFile,
  HOUR_MS,
  type Instrument,
  type Interval,
  intervalMs,
} from "../../engine/mod.ts";
import { DataError } from "./data_error.ts";
import { type CandleFile, readCandles, readValues, type ValueFile, type ValueName } from "./read_candles.ts";
import { type FoundFile, scanFolder } from "./scan_folder.ts";

/** Sources of recorded data, the one that goes first first. */
const SOURCE_ORDER = ["binance-perp", "hyperliquid-perp", "bybit-perp", "binance-spot"];
/** Whose hourly funding is paid, whatever the candles come from. */
const FUNDING_SOURCES = ["hyperliquid-perp", "synthetic-perp"];
const SYNTHETIC = "synthetic-perp";

/** What is wanted of a folder. */
export interface MarketRequest {
  readonly folder: string;
  readonly instruments: readonly Instrument[];
  /** The interval that is decided on. */
  readonly interval: Interval;
  /** Other intervals that are looked at. */
  readonly alsoIntervals: readonly Interval[];
}

/** Recorded values by time. */
export interface LoadedValues {
  readonly time: Float64Array;
  readonly value: Float64Array;
}

/** All that a folder holds of one asset. */
export interface LoadedAsset {
  readonly instrument: Instrument;
  readonly candles: readonly { readonly interval: Interval; readonly columns: CandleColumns }[];
  readonly funding: LoadedValues | null;
  readonly openInterest: LoadedValues | null;
}

/** A market read from a folder. */
export interface LoadedMarket {
  readonly source: string;
  readonly synthetic: boolean;
  readonly assets: readonly LoadedAsset[];
  readonly files: readonly DataFile[];
}

/** One file of a series that may lie in several. */
interface Part<Read> {
  readonly file: FoundFile;
  readonly read: Read;
}

/**
 * Reads what a run needs from a folder: candles of one source for every asset, the decision interval and finer
 * ones to settle on, and hourly funding. Throws a DataError that says what is lacking and what there is.
 */
export function loadMarket(request: MarketRequest): LoadedMarket {
  const found = scanFolder(request.folder);
  const source = chooseSource(found, request);
  const files: DataFile[] = [];
  const assets = request.instruments.map((instrument) => {
    const own = found.filter((file) => file.asset === instrument.symbol);
    return {
      instrument,
      candles: loadCandles(own.filter((file) => file.source === source), request, files),
      funding: loadValues(own.filter((file) => isFunding(file, source)), "rate", files),
      openInterest: loadValues(
        own.filter((file) => file.source === source && file.kind === "open-interest"),
        "openInterest",
        files,
      ),
    };
  });
  return { source, synthetic: source === SYNTHETIC, assets, files };
}

function chooseSource(found: readonly FoundFile[], request: MarketRequest): string {
  const sources = [...new Set(found.map(({ source }) => source))].sort((a, b) => rankOf(a) - rankOf(b));
  const fitting = sources.find((source) =>
    request.instruments.every(({ symbol }) =>
      found.some((file) => serves(file, { source, symbol }, request.interval))
    )
  );
  if (fitting !== undefined) return fitting;
  const wanted = request.instruments.map(({ symbol }) => symbol).join(", ");
  throw new DataError(
    `no candles of ${request.interval} or finer for ${wanted} from one source in "${request.folder}"; ${
      whatThereIs(found)
    }`,
  );
}

function serves(file: FoundFile, of: { source: string; symbol: string }, interval: Interval): boolean {
  return file.source === of.source && file.asset === of.symbol && file.interval !== null &&
    fits(file.interval, interval);
}

/** Whether candles of this interval can be decided on, as they are or resampled. */
function fits(interval: Interval, wanted: Interval): boolean {
  return intervalMs(wanted) % intervalMs(interval) === 0;
}

function whatThereIs(found: readonly FoundFile[]): string {
  const candles = found.filter(({ kind }) => kind === "candles");
  if (candles.length === 0) return "there are no candle files such as binance-perp-BTCUSDT-5m.csv.gz";
  const names = [...new Set(candles.map(({ source, asset, interval }) => `${source} ${asset} ${interval}`))];
  const shown = names.slice(0, 8).join(", ");
  return `there are: ${shown}${names.length > 8 ? `, and ${names.length - 8} more` : ""}`;
}

function rankOf(source: string): number {
  const rank = SOURCE_ORDER.indexOf(source);
  return rank < 0 ? SOURCE_ORDER.length : rank;
}

function isFunding({ kind, source }: FoundFile, candles: string): boolean {
  const wanted = candles === SYNTHETIC ? SYNTHETIC : FUNDING_SOURCES[0];
  return kind === "funding" && source === wanted;
}

function loadCandles(
  own: readonly FoundFile[],
  request: MarketRequest,
  files: DataFile[],
): LoadedAsset["candles"] {
  const byInterval = new Map<Interval, Part<CandleFile>[]>();
  for (const file of own) {
    if (file.interval === null || !isWanted(file.interval, request)) continue;
    const read = readCandles(file.path, file.interval);
    files.push(fileOf(file, read));
    byInterval.set(file.interval, [...byInterval.get(file.interval) ?? [], { file, read }]);
  }
  return [...byInterval].map(([interval, parts]) => ({ interval, columns: joinCandles(parts) }));
}

/** The decision interval and finer ones that divide it, to settle on; and recorded ones that are looked at. */
function isWanted(interval: Interval, { interval: decision, alsoIntervals }: MarketRequest): boolean {
  return fits(interval, decision) || alsoIntervals.includes(interval);
}

function joinCandles(parts: readonly Part<CandleFile>[]): CandleColumns {
  if (parts.length === 1) return parts[0].read.columns;
  const sorted = inOrder(parts, ({ columns }) => columns.time);
  const joined = candleColumns(sorted.reduce((sum, { rows }) => sum + rows, 0));
  let at = 0;
  for (const { columns, rows } of sorted) {
    for (const name of ["time", "open", "high", "low", "close", "volume"] as const) {
      joined[name].set(columns[name], at);
    }
    at += rows;
  }
  return joined;
}

function loadValues(own: readonly FoundFile[], name: ValueName, files: DataFile[]): LoadedValues | null {
  if (own.length === 0) return null;
  const parts = own.map((file) => ({ file, read: readValues(file.path, name, HOUR_MS) }));
  files.push(...parts.map(({ file, read }) => fileOf(file, read)));
  const sorted = inOrder(parts, ({ time }) => time);
  return {
    time: Float64Array.from(sorted.flatMap(({ time }) => [...time])),
    value: Float64Array.from(sorted.flatMap(({ value }) => [...value])),
  };
}

/** The parts of one series, earliest first. Throws a DataError where two of them hold the same time. */
function inOrder<Read>(parts: readonly Part<Read>[], timesOf: (read: Read) => Float64Array): Read[] {
  const sorted = [...parts].sort((a, b) => timesOf(a.read)[0] - timesOf(b.read)[0]);
  for (let index = 1; index < sorted.length; index++) {
    const [before, part] = [sorted[index - 1], sorted[index]];
    const [last, first] = [timesOf(before.read).at(-1)!, timesOf(part.read)[0]];
    if (first > last) continue;
    throw new DataError(
      `${part.file.path}, row 2: found time ${first}, but ${before.file.path} goes to ${last}; ` +
        "wanted files of one series that do not overlap",
    );
  }
  return sorted.map(({ read }) => read);
}

function fileOf(file: FoundFile, read: CandleFile | ValueFile): DataFile {
  const { path, asset, kind, interval } = file;
  return { path, sha256: read.sha256, asset, kind, interval, rows: read.rows };
}
