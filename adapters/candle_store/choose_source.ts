import { type Instrument, type Interval, intervalMs, INTERVALS } from "../../engine/mod.ts";
import { DataError } from "./data_error.ts";
import { type FoundFile, scanFolder } from "./scan_folder.ts";

/** Sources of recorded data, the one that goes first first. */
const SOURCE_ORDER = ["binance-perp", "hyperliquid-perp", "bybit-perp", "binance-spot"];
/** The made-up market of the fixtures: anything recorded goes before it. */
export const SYNTHETIC = "synthetic-perp";
/** Series that an error names before it says how many more there are. */
const SHOWN = 8;

/** Which candles are wanted, and of which assets. */
export interface SeriesRequest {
  readonly instruments: readonly Instrument[];
  /** The interval that is decided on. */
  readonly interval: Interval;
  /** The one source to take; null for the first there is: recorded ones in a fixed order, then by name. */
  readonly source: string | null;
}

/**
 * The source that has candles for every asset, of the interval or finer ones that divide it. Throws a DataError that
 * says what there is where none has, or the named one has not.
 */
export function chooseSource(folder: string, found: readonly FoundFile[], request: SeriesRequest): string {
  const source = fittingSource(found, request);
  if (source !== null) return source;
  throw nothingServes(`"${folder}"`, found, request);
}

/**
 * The folder to read: the named one, else the store where it exists and has candles of one source for every asset,
 * else the fixtures; never two of them. Throws a DataError where neither can serve.
 */
export function chooseFolder(request: FolderRequest): ChosenFolder {
  const { data, store, fixtures } = request;
  if (data !== null) return { folder: data, chosen: "data" };
  const stored = isFolder(store) ? scanFolder(store).found : [];
  if (fittingSource(stored, request) !== null) return { folder: store, chosen: "store" };
  const shipped = scanFolder(fixtures).found;
  if (fittingSource(shipped, request) !== null) return { folder: fixtures, chosen: "fixtures" };
  const where = stored.length === 0 ? `"${fixtures}"` : `"${store}" or "${fixtures}"`;
  throw nothingServes(where, [...stored, ...shipped], request);
}

/** The folders to choose from. */
export interface FolderRequest extends SeriesRequest {
  /** The folder that was named; null where none was. */
  readonly data: string | null;
  /** Where recorders write; it need not exist. */
  readonly store: string;
  /** The synthetic market that is shipped. */
  readonly fixtures: string;
}

/** Which folder is read. */
export interface ChosenFolder {
  readonly folder: string;
  readonly chosen: "data" | "store" | "fixtures";
}

/** Whether candles of this interval make candles of the wanted one, as they are or resampled. */
export function divides(interval: Interval, wanted: Interval): boolean {
  return intervalMs(wanted) % intervalMs(interval) === 0;
}

/** What an error says there is: series of candles by source, asset and interval. */
function whatThereIs(found: readonly FoundFile[]): string {
  const candles = found.filter(({ kind }) => kind === "candles");
  if (candles.length === 0) return "there are no candle files such as binance-perp-BTCUSDT-5m.csv.gz";
  const names = [...new Set(candles.map(({ source, asset, interval }) => `${source} ${asset} ${interval}`))];
  const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : "";
  return `there are: ${names.slice(0, SHOWN).join(", ")}${more}`;
}

function fittingSource(found: readonly FoundFile[], request: SeriesRequest): string | null {
  const { source: named, instruments, interval } = request;
  const sources = [...new Set(found.map(({ source }) => source))].filter((source) =>
    named === null || source === named
  );
  const fitting = sources.sort(byRank).find((source) =>
    instruments.every(({ symbol }) =>
      found.some((file) =>
        file.source === source && file.asset === symbol && file.kind === "candles" &&
        divides(file.interval!, interval)
      )
    )
  );
  return fitting ?? null;
}

function nothingServes(where: string, found: readonly FoundFile[], request: SeriesRequest): DataError {
  const { source, interval, instruments } = request;
  const wanted = instruments.map(({ symbol }) => symbol).join(", ");
  const from = source === null ? "one source" : `"${source}"`;
  const longer = INTERVALS.slice(INTERVALS.indexOf(interval) + 1);
  const serving = longer.find((one) => fittingSource(found, { ...request, interval: one }) !== null);
  const advice = serving === undefined ? "" : `; enough for decisions every ${serving}`;
  return new DataError(
    `no candles of ${interval} or finer for ${wanted} from ${from} in ${where}; ${
      whatThereIs(found)
    }${advice}`,
  );
}

function byRank(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : 1);
}

function rankOf(source: string): number {
  if (source === SYNTHETIC) return SOURCE_ORDER.length + 1;
  const rank = SOURCE_ORDER.indexOf(source);
  return rank < 0 ? SOURCE_ORDER.length : rank;
}

/** Whether a folder is there. */
export function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
