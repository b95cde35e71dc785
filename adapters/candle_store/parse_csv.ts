import { clip, type FaultSink, FileError } from "./fault.ts";
import { NumberRows } from "./number_rows.ts";
import type { RowRules } from "./row_rules.ts";
import { type ParsedTable, TableBuilder } from "./table.ts";

const LINE_FEED = 10;
const [ZERO, NINE] = [48, 57];
const BYTE_ORDER_MARK = "\ufeff";

/**
 * Reads the bytes of a CSV file row by row; rows with a fault go to the sink and are left out. Throws a FileError
 * where the header is not as it should be.
 */
export function parseCsv(path: string, bytes: Uint8Array, of: CsvJob): ParsedTable {
  const { sink } = of;
  const headerEnd = bytes.indexOf(LINE_FEED);
  const header = bytes.subarray(0, headerEnd < 0 ? bytes.length : headerEnd + 1);
  const rules = rulesOf(header, of.rules);
  const isHeaderless = rules.headerless && bytes[0] >= ZERO && bytes[0] <= NINE;
  const start = isHeaderless ? 0 : header.length;
  if (!isHeaderless) checkHeader(path, header, rules);
  const firstRow = isHeaderless ? 1 : 2;
  const rows = new NumberRows(bytes, start, rules);
  const table = new TableBuilder(countLines(bytes, start), rules.width);
  const { values } = rows;
  for (let row = firstRow; !rows.isDone; row++) {
    const fault = rows.next() ?? rules.accept(values);
    if (fault === null) table.push(values);
    else sink.add({ ...fault, row });
  }
  return { columns: table.columns(), firstRow };
}

/** By which rules, and where faults go. */
export interface CsvJob {
  readonly rules: RowRules;
  readonly sink: FaultSink;
}

/** The first columns by name, the others by count: what is not read may be called as it likes. */
function checkHeader(path: string, line: Uint8Array, { names, used }: RowRules): void {
  const header = textOf(line);
  const given = header.split(",");
  const fits = given.length === names.length && names.slice(0, used).every((name, at) => name === given[at]);
  if (fits) return;
  const mark = header.startsWith(BYTE_ORDER_MARK) ? " after a byte order mark" : "";
  const found = `found "${clip(header)}"${mark}`;
  throw new FileError(path, { check: "file", row: 1, found, wanted: `the header ${names.join(",")}` });
}

function rulesOf(line: Uint8Array, rules: RowRules): RowRules {
  const { shorter } = rules;
  return shorter !== undefined && textOf(line) === shorter.names.join() ? shorter : rules;
}

function textOf(line: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(line).replace(/\r?\n$/, "");
}

function countLines(bytes: Uint8Array, start: number): number {
  let lines = 1;
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === LINE_FEED) lines++;
  }
  return lines;
}
