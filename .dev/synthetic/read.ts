/** Reads the CSV.gz files of `fixtures/` (and recordings of the same layout) for the tests and the measuring script. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Candles } from "./statistics.ts";

/** Text of a gzipped file. */
export function readGzip(path: string | URL): string {
  return gunzipSync(readFileSync(path)).toString("utf8");
}

/** Numbers of a CSV text, one array for each column; the header row is returned apart. */
export function parseColumns(text: string): { header: string; columns: Float64Array[] } {
  const lines = text.trimEnd().split("\n");
  const header = lines[0];
  const columns = header.split(",").map(() => new Float64Array(lines.length - 1));
  for (let row = 1; row < lines.length; row++) {
    const cells = lines[row].split(",");
    for (let k = 0; k < columns.length; k++) columns[k][row - 1] = Number(cells[k]);
  }
  return { header, columns };
}

/** Candles of a gzipped CSV file. */
export function readCandles(path: string | URL): Candles {
  const [time, open, high, low, close, volume] = parseColumns(readGzip(path)).columns;
  return { time, open, high, low, close, volume };
}

/** Two columns (`time` in ms UTC and a value) of a gzipped CSV file. */
export function readSeries(path: string | URL): { time: Float64Array; value: Float64Array } {
  const [time, value] = parseColumns(readGzip(path)).columns;
  return { time, value };
}
