import type { ColumnCache } from "./column_cache.ts";
import { FaultList, type FaultSink, FileError, refuseAt, wholeFile } from "./fault.ts";
import { readBytes, sha256Of, unpack, verifyChecksumFile } from "./file_content.ts";
import { parseCsv } from "./parse_csv.ts";
import { parseJson } from "./parse_json.ts";
import { rulesFor } from "./row_rules.ts";
import type { FoundFile } from "./scan_folder.ts";
import type { ParsedTable } from "./table.ts";

/** Raises with every change of what the parsers make of a file: cached columns of before are then not used. */
const PARSER_VERSION = 2;

/** How files are read. */
export interface ReadOptions {
  readonly cache: ColumnCache;
  /** Leaves rows with a fault out and counts them, instead of refusing their file. */
  readonly skipBadRows: boolean;
}

/** The checked content of a file. */
export interface ReadFile {
  readonly file: FoundFile;
  /** time, open, high, low, close, volume for candles, no volume for the mark; time and value for anything else. */
  readonly columns: readonly Float64Array[];
  readonly rows: number;
  /** Of the file as it lies there. */
  readonly sha256: string;
  /** Rows that were left out; null where there are none. */
  readonly skipped: FaultList | null;
}

/**
 * Reads a file: from the cache where it was parsed before, else from its own bytes, every row checked. Throws a
 * DataError that names file, row, what was found and what was wanted; nothing of a damaged file is used, unless bad
 * rows are skipped and it is damaged in some rows only.
 */
export function readFile(file: FoundFile, { cache, skipBadRows }: ReadOptions): ReadFile {
  const bytes = readBytes(file.path);
  const sha256 = sha256Of(bytes);
  if (file.format === "binance") verifyChecksumFile(file.path, sha256);
  const key = cacheKey(file, sha256);
  const cached = cache.load(key);
  if (cached !== null) return { file, columns: cached, rows: cached[0].length, sha256, skipped: null };
  const faults = new FaultList(1);
  const { columns } = parseFile(file, unpack(file.path, bytes), skipBadRows ? faults : refuseAt(file.path));
  const rows = columns[0].length;
  if (rows === 0) throw new FileError(file.path, noRows(faults));
  // What lacks rows is not kept: it would be taken for whole by a run that does not skip them.
  if (faults.total === 0) cache.save(key, columns);
  return { file, columns, rows, sha256, skipped: faults.total === 0 ? null : faults };
}

/** Parses the unpacked content of a file; rows with a fault go to the sink. Throws a FileError. */
export function parseFile(file: FoundFile, content: Uint8Array, sink: FaultSink): ParsedTable {
  const job = { rules: rulesFor(file), sink };
  return file.format === "freqtrade" ? parseJson(file.path, content, job) : parseCsv(file.path, content, job);
}

/** What is said of a file without rows, or without good ones. */
export function noRows({ total }: FaultList): { check: "file"; row: null; found: string; wanted: string } {
  const found = total === 0 ? "no rows" : `no good row among ${total}`;
  return { ...wholeFile(found, "at least one"), check: "file", row: null };
}

/** The same bytes read as something else give other columns, or none: the name an archive must hold counts too. */
function cacheKey({ format, kind, interval, name }: FoundFile, sha256: string): string {
  const member = name.endsWith(".zip") ? `-${name}` : "";
  return `${sha256}-${format}-${kind}${interval === null ? "" : `-${interval}`}${member}.p${PARSER_VERSION}`;
}
