import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { inferSchema, initParser } from "udsv";
import { DataError } from "./data_error.ts";

/** Columns of numbers read from a file. */
export interface NumberTable {
  readonly columns: readonly Float64Array[];
  readonly rows: number;
  /** Of the file as it lies there. */
  readonly sha256: string;
}

/** The whole of a decimal number; anything else that a file may hold in its place is an error. */
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const BYTE_ORDER_MARK = "\ufeff";

/**
 * Reads a CSV or CSV.gz of numbers under exactly these names. Throws a DataError with file, row, what was found
 * and what was wanted; nothing of a damaged file is used.
 */
export function readCsv(path: string, names: readonly string[]): NumberTable {
  const bytes = readBytes(path);
  const text = decode(path, bytes);
  const rowEnd = text.slice(0, 1000).includes("\r\n") ? "\r\n" : "\n";
  const header = firstLine(text, rowEnd);
  if (header !== names.join(",")) {
    const mark = header.startsWith(BYTE_ORDER_MARK) ? " after a byte order mark" : "";
    throw new DataError(
      `${path}, row 1: found "${clip(header)}"${mark}, wanted the header ${names.join(",")}`,
    );
  }
  checkNoEmptyRow(path, text, rowEnd);
  const schema = inferSchema(`${header}${rowEnd}`, { col: ",", row: rowEnd, encl: "" });
  const rows = text.length <= header.length + rowEnd.length ? [] : initParser(schema).stringArrs(text);
  const columns = names.map(() => new Float64Array(rows.length));
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < names.length; column++) {
      const field = rows[row][column];
      const value = field !== undefined && NUMBER.test(field) ? Number(field) : NaN;
      if (!Number.isFinite(value)) throw wrongRow({ path, names, text }, row, field);
      columns[column][row] = value;
    }
  }
  return { columns, rows: rows.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The row of a file (counted from 1, the header included) that holds data row `index`. */
export function fileRow(index: number): number {
  return index + 2;
}

/** Short enough for one line of an error. */
export function clip(text: string): string {
  const plain = text.replaceAll(BYTE_ORDER_MARK, "").replaceAll(/[\r\n]+/g, " ");
  return plain.length > 60 ? `${plain.slice(0, 57)}...` : plain;
}

/** The parser would leave an empty row out, and every row after it would be told by a wrong number. */
function checkNoEmptyRow(path: string, text: string, rowEnd: string): void {
  const at = text.indexOf(rowEnd + rowEnd);
  if (at < 0 || text.slice(at).trim() === "") return;
  const row = text.slice(0, at).split(rowEnd).length + 1;
  throw new DataError(`${path}, row ${row}: found an empty row, wanted none between the others`);
}

function wrongRow(
  file: { readonly path: string; readonly names: readonly string[]; readonly text: string },
  row: number,
  field: string | undefined,
): DataError {
  const { path, names, text } = file;
  const line = text.split("\n")[row + 1] ?? "";
  const fields = line.split(",");
  const at = `${path}, row ${fileRow(row)}`;
  if (fields.length !== names.length) {
    return new DataError(
      `${at}: found ${fields.length} columns in "${clip(line)}", wanted ${names.length} (${names.join(",")})`,
    );
  }
  return new DataError(`${at}: found "${clip(field ?? "")}", wanted a number`);
}

function firstLine(text: string, rowEnd: string): string {
  const end = text.indexOf(rowEnd);
  return end < 0 ? text : text.slice(0, end);
}

function readBytes(path: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : (error as Error).message;
    throw new DataError(`cannot read ${path}: ${why}`, { cause: error });
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    const plain = path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain);
  } catch (error) {
    const wanted = path.endsWith(".gz") ? "a whole gzip file of UTF-8 text" : "UTF-8 text";
    throw new DataError(`${path}: ${(error as Error).message}; wanted ${wanted}`, { cause: error });
  }
}
