import type { CandleColumns, RecordedValues } from "../../engine/mod.ts";
import { FileError } from "./fault.ts";
import type { ReadFile } from "./read_file.ts";

/** One series of candles out of its files. Throws a FileError where two of them hold the same time. */
export function joinCandles(parts: readonly ReadFile[]): CandleColumns {
  const [time, open, high, low, close, volume] = joinColumns(parts);
  return { time, open, high, low, close, volume };
}

/** One series of candles of the mark, which have no volume. Throws as {@link joinCandles}. */
export function joinMarks(parts: readonly ReadFile[]): CandleColumns {
  const [time, open, high, low, close] = joinColumns(parts);
  return { time, open, high, low, close, volume: new Float64Array(time.length) };
}

/** One series of values out of its files. Throws a FileError where two of them hold the same time. */
export function joinValues(parts: readonly ReadFile[]): RecordedValues {
  const [time, value] = joinColumns(parts);
  return { time, value };
}

/** The parts of one series, earliest first. Throws a FileError where two of them overlap. */
export function inOrder<Part extends Pick<ReadFile, "file" | "columns">>(parts: readonly Part[]): Part[] {
  const sorted = sortedParts(parts);
  for (let index = 1; index < sorted.length; index++) {
    const fault = overlap(sorted[index - 1], sorted[index]);
    if (fault !== null) throw fault;
  }
  return sorted;
}

/** The parts of one series by their first time. */
export function sortedParts<Part extends Pick<ReadFile, "columns">>(parts: readonly Part[]): Part[] {
  return [...parts].sort((a, b) => a.columns[0][0] - b.columns[0][0]);
}

/** What is wrong where a part begins before the one before it has ended, or null. */
export function overlap(
  before: Pick<ReadFile, "file" | "columns">,
  part: Pick<ReadFile, "file" | "columns">,
): FileError | null {
  const last = before.columns[0].at(-1)!;
  const first = part.columns[0][0];
  if (first > last) return null;
  const found = `found time ${first}, but ${before.file.path} goes to ${last}`;
  const wanted = "files of one series that do not overlap";
  return new FileError(part.file.path, { check: "overlap", row: null, found, wanted });
}

/** A single part is handed on as it is: nothing is copied. */
function joinColumns(parts: readonly ReadFile[]): readonly Float64Array[] {
  if (parts.length === 1) return parts[0].columns;
  const sorted = inOrder(parts);
  const rows = sorted.reduce((sum, part) => sum + part.rows, 0);
  return sorted[0].columns.map((_, index) => {
    const joined = new Float64Array(rows);
    let at = 0;
    for (const { columns, rows } of sorted) {
      joined.set(columns[index], at);
      at += rows;
    }
    return joined;
  });
}
