import type { CandleColumns } from "../../engine/mod.ts";
import { CANDLE_NAMES, wrongCandle } from "./row_rules.ts";
import { writePacked, type WrittenFile } from "./write_packed.ts";

/** Rows whose text is made at a time. */
const PIECE_ROWS = 20_000;

/**
 * Writes candles as a CSV.gz in the layout that is read, whole or not at all: under another name first. The same
 * candles give the same bytes, and read back they are equal to the last bit. Throws an Error where a candle is not one
 * (what would not be read is not written), or the folder cannot be written.
 */
export function writeCandles(path: string, columns: CandleColumns): WrittenFile {
  const pieces = [`${CANDLE_NAMES.join(",")}\n`];
  for (let start = 0; start < columns.time.length; start += PIECE_ROWS) {
    pieces.push(rowsText(columns, start, Math.min(start + PIECE_ROWS, columns.time.length)));
  }
  return writePacked(path, pieces);
}

function rowsText(columns: CandleColumns, start: number, end: number): string {
  const lines: string[] = [];
  for (let index = start; index < end; index++) {
    const row = CANDLE_NAMES.map((name) => columns[name][index]);
    const before = index === 0 ? -Infinity : columns.time[index - 1];
    const wrong = row[0] > before ? wrongCandle(row)?.found : `time ${row[0]} after ${before}`;
    const fault = row.every(Number.isFinite) ? wrong : `${row.find((value) => !Number.isFinite(value))}`;
    if (fault !== undefined) throw new Error(`candle ${index} cannot be written: ${fault}`);
    lines.push(`${row.join(",")}\n`);
  }
  return lines.join("");
}
