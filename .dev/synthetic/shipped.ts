/** The fixtures as they lie in the folder, each read once. */
import { readFileSync } from "node:fs";
import type { Manifest } from "./generate.ts";
import { END_MS, MONTH_STARTS_MS, type TradedSymbol } from "./parameters.ts";
import { parseColumns, readGzip } from "./read.ts";
import { between, type Candles, resample } from "./statistics.ts";

const FOLDER = new URL("../../fixtures/", import.meta.url);
const MINUTES_15_MS = 15 * 60_000;
const texts = new Map<string, string>();
const tables = new Map<string, Candles>();

/** Uncompressed text of one of the data files, e.g. `text("BTC", "5m")`. */
export function text(symbol: TradedSymbol, what: string): string {
  const name = `synthetic-perp-${symbol}-${what}.csv.gz`;
  const known = texts.get(name) ?? readGzip(new URL(name, FOLDER));
  texts.set(name, known);
  return known;
}

/** Path of a file in the folder. */
export function pathOf(name: string): URL {
  return new URL(name, FOLDER);
}

/** Content of a JSON file in the folder. */
export function json(name: string): unknown {
  return JSON.parse(readFileSync(pathOf(name), "utf8"));
}

/** The manifest. */
export function manifest(): Manifest {
  return json("manifest.json") as Manifest;
}

/** All candles of an interval that is shipped. */
export function candles(symbol: TradedSymbol, interval: "1m" | "5m"): Candles {
  const known = tables.get(symbol + interval);
  if (known !== undefined) return known;
  const [time, open, high, low, close, volume] = parseColumns(text(symbol, interval)).columns;
  const table = { time, open, high, low, close, volume };
  tables.set(symbol + interval, table);
  return table;
}

/** The candles of 2024, shipped (5m) or made from them (15m and longer). */
export function candlesOf2024(symbol: TradedSymbol, intervalMs = MINUTES_15_MS): Candles {
  return resample(between(candles(symbol, "5m"), MONTH_STARTS_MS[1], END_MS), intervalMs);
}

/** Hourly values of 2024: funding rates or open interest. */
export function hourlyOf2024(symbol: TradedSymbol, what: "funding" | "open-interest"): Float64Array {
  const [time, value] = parseColumns(text(symbol, what)).columns;
  return value.subarray(time.indexOf(MONTH_STARTS_MS[1]));
}
