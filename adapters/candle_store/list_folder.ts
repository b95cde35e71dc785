import { type Interval, INTERVALS } from "../../engine/mod.ts";
import { type ColumnCache, NO_CACHE } from "./column_cache.ts";
import { DataError } from "./data_error.ts";
import { FileError } from "./fault.ts";
import type { FileFormat, SeriesKind } from "./file_name.ts";
import { holesOf, stepOf } from "./holes.ts";
import { sortedParts } from "./join_parts.ts";
import { readFile } from "./read_file.ts";
import { type FoundFile, type IgnoredFile, scanFolder } from "./scan_folder.ts";

/** A series of a folder, out of one file or several. */
export interface ListedSeries {
  readonly source: string;
  readonly asset: string;
  readonly kind: SeriesKind;
  /** Null unless it holds candles. */
  readonly interval: Interval | null;
  readonly format: FileFormat;
  readonly files: number;
  readonly rows: number;
  /** Open time of the first and of the last row, ms. */
  readonly first: number;
  readonly last: number;
  /** Times between them, one or more rows long, that it has no rows for. */
  readonly gaps: number;
}

/** What a folder holds. */
export interface FolderListing {
  readonly folder: string;
  /** By source, asset, kind and interval. */
  readonly series: readonly ListedSeries[];
  /** By name; damaged files stand here too. */
  readonly ignored: readonly IgnoredFile[];
}

/** A file with its times in the first column. */
export interface TimedFile {
  readonly file: FoundFile;
  readonly columns: readonly Float64Array[];
}

/** Reads every file of a folder and says what was understood. Throws a DataError where the folder cannot be read. */
export function listFolder(folder: string, cache: ColumnCache = NO_CACHE): FolderListing {
  const scan = scanFolder(folder);
  const ignored = [...scan.ignored];
  const files: TimedFile[] = [];
  for (const file of scan.found) {
    try {
      const { columns } = readFile(file, { cache, skipBadRows: false });
      // A copy of the times alone: the other columns need not be held till all files are read.
      files.push({ file, columns: [columns[0].slice()] });
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      ignored.push({ name: file.name, why: damage(error) });
    }
  }
  return { folder, series: listSeries(files), ignored: byName(ignored) };
}

/** The series that files make. */
export function listSeries(files: readonly TimedFile[]): ListedSeries[] {
  return groupSeries(files, true).map((parts) => {
    const { source, asset, kind, interval, format } = parts[0].file;
    const times = parts.map(({ columns }) => columns[0]);
    return {
      source,
      asset,
      kind,
      interval,
      format,
      files: parts.length,
      rows: times.reduce((sum, { length }) => sum + length, 0),
      first: times[0][0],
      last: Math.max(...times.map((part) => part[part.length - 1])),
      gaps: holesOf(times, stepOf(parts[0].file, times)).length,
    };
  });
}

/** Files by the series they are parts of, earliest first; the series by source, asset, kind and interval. */
export function groupSeries<Part extends TimedFile>(files: readonly Part[], formatsApart: boolean): Part[][] {
  const sorted = [...files].sort((a, b) => compareSeries(a.file, b.file));
  const groups = Map.groupBy(
    sorted,
    ({ file }) => [file.source, file.asset, file.kind, file.interval, formatsApart ? file.format : ""].join(),
  );
  return [...groups.values()].map(sortedParts);
}

/** What is said of a damaged file in the list of those that are left alone. */
export function damage(error: DataError): string {
  if (!(error instanceof FileError)) return error.message;
  const { row, found, wanted } = error.fault;
  return `damaged${row === null ? "" : `, row ${row}`}: ${found}, wanted ${wanted}`;
}

/** In order of names. */
export function byName(ignored: readonly IgnoredFile[]): IgnoredFile[] {
  return [...ignored].sort((a, b) => a.name < b.name ? -1 : 1);
}

function compareSeries(a: FoundFile, b: FoundFile): number {
  return compare(a.source, b.source) || compare(a.asset, b.asset) || compare(a.kind, b.kind) ||
    rankOf(a.interval) - rankOf(b.interval) || compare(a.format, b.format);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function rankOf(interval: Interval | null): number {
  return interval === null ? -1 : INTERVALS.indexOf(interval);
}
