import { clip, type FaultSink, FileError, wholeFile } from "./fault.ts";
import type { RowFault, RowRules } from "./row_rules.ts";
import { type ParsedTable, TableBuilder } from "./table.ts";

/** Bytes that are decoded at a time: text and arrays of a whole year of minutes would not fit the memory bound. */
const PIECE_BYTES = 2 ** 17;
const [OPEN, CLOSE, COMMA] = [91, 93, 44];
const WANTED = "a JSON array of arrays, [[time,open,high,low,close,volume],…]";

/**
 * Reads a JSON array of rows, each an array of numbers, piece by piece; rows with a fault go to the sink and are left
 * out. Throws a FileError where it is no such JSON: what is cut or unreadable is damaged as a whole.
 */
export function parseJson(path: string, bytes: Uint8Array, of: JsonJob): ParsedTable {
  const { start, end } = outerArray(path, bytes);
  const table = new TableBuilder(countRows(bytes), of.rules.width);
  const values = new Float64Array(of.rules.used);
  let row = 1;
  for (let at = start; at < end;) {
    const stop = pieceEnd(bytes, at, end);
    for (const found of parsePiece(path, bytes.subarray(at, stop), row)) {
      const fault = readRow(found, of.rules, values) ?? of.rules.accept(values);
      if (fault === null) table.push(values);
      else of.sink.add({ ...fault, row });
      row++;
    }
    at = stop + 1;
  }
  return { columns: table.columns(), firstRow: 1 };
}

/** By which rules, and where faults go. */
export interface JsonJob {
  readonly rules: RowRules;
  readonly sink: FaultSink;
}

/** What stands between the outermost brackets. */
function outerArray(path: string, bytes: Uint8Array): { readonly start: number; readonly end: number } {
  const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 10 || byte === 13;
  let start = 0;
  let end = bytes.length - 1;
  while (start < end && isBlank(bytes[start])) start++;
  while (end > start && isBlank(bytes[end])) end--;
  if (bytes[start] !== OPEN) {
    throw new FileError(path, wholeFile(`it starts with "${clip(decode(bytes.subarray(0, 60)))}"`, WANTED));
  }
  if (end <= start || bytes[end] !== CLOSE) {
    const found = `it ends with "${clip(decode(bytes.subarray(-40)))}"`;
    // Cut: the rows before are closed, the one it broke off in is the next.
    throw new FileError(path, { ...wholeFile(found, `${WANTED} to its end`), row: countRows(bytes) + 1 });
  }
  let first = start + 1;
  while (first < end && isBlank(bytes[first])) first++;
  return { start: first, end };
}

/** Where the comma after the last whole row of a piece stands, or the end. */
function pieceEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = Math.min(start + PIECE_BYTES, end - 1); at > start && at + 1 < end; at--) {
    if (bytes[at] === COMMA && bytes[at - 1] === CLOSE) return at;
  }
  return end;
}

function parsePiece(path: string, piece: Uint8Array, firstRow: number): readonly unknown[] {
  const text = decode(piece);
  try {
    return JSON.parse(`[${text}]`);
  } catch (error) {
    throw new FileError(path, unreadable(text, firstRow), error);
  }
}

/** Names the first row of a piece that is no JSON. */
function unreadable(
  text: string,
  firstRow: number,
): { check: "file"; row: number; found: string; wanted: string } {
  const rows = text.split(/(?<=\])\s*,/);
  const wrong = rows.findIndex((row) => !isJson(row));
  const at = wrong < 0 ? 0 : wrong;
  return { check: "file", row: firstRow + at, found: `found "${clip(rows[at])}"`, wanted: "JSON" };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function readRow(row: unknown, { names, used }: RowRules, values: Float64Array): RowFault | null {
  const wanted = `${names.length} (${names.join(",")})`;
  if (!Array.isArray(row)) {
    return { check: "columns", found: `found ${clip(JSON.stringify(row))}`, wanted: `an array of ${wanted}` };
  }
  if (row.length !== names.length) {
    return { check: "columns", found: `found ${row.length} values in ${clip(JSON.stringify(row))}`, wanted };
  }
  for (let column = 0; column < used; column++) {
    const value: unknown = row[column];
    if (typeof value !== "number" || !Number.isFinite(value)) {
      const found = `found ${clip(JSON.stringify(value))} for ${names[column]}`;
      return { check: "number", found, wanted: "a number" };
    }
    values[column] = value;
  }
  return null;
}

/** An upper bound: every row ends with a bracket. */
function countRows(bytes: Uint8Array): number {
  let rows = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === CLOSE) rows++;
  }
  return rows;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
