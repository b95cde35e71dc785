/**
 * Real recordings for tests, where there are any: `market` in the folder that REPRISE_SHARED names (or that folder
 * itself), else ../shared/market beside the repository.
 * @module
 */
import { type CandleColumns, candleColumns } from "../../engine/mod.ts";

const FILES = ".csv.gz";
const COLUMNS = ["time", "open", "high", "low", "close", "volume"] as const;

/** Where the recordings lie; null where there are none, or where they may not be read. */
export const RECORDINGS: string | null = recordingsFolder();

/** What a test that needs recordings adds to its name where it is skipped. */
export const SKIPPED: string = RECORDINGS === null
  ? " (skipped: no recordings in REPRISE_SHARED or ../shared/market)"
  : "";

/** Candles of recorded files, in the order of the names, joined: `binance-perp-BTCUSDT-5m`. */
export async function recordedCandles(...names: readonly string[]): Promise<CandleColumns> {
  const texts = await Promise.all(names.map((name) => unzipped(`${RECORDINGS}/${name}${FILES}`)));
  const rows = texts.flatMap((text) => text.trimEnd().split("\n").slice(1));
  const columns = candleColumns(rows.length);
  rows.forEach((row, index) => {
    row.split(",").forEach((cell, column) => columns[COLUMNS[column]][index] = Number(cell));
  });
  return columns;
}

async function unzipped(path: string): Promise<string> {
  const bytes = await Deno.readFile(path);
  return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

function recordingsFolder(): string | null {
  const mayAsk = Deno.permissions.querySync({ name: "env", variable: "REPRISE_SHARED" }).state === "granted";
  const named = mayAsk ? Deno.env.get("REPRISE_SHARED") : undefined;
  const beside = decodeURIComponent(new URL("../../../shared", import.meta.url).pathname);
  const shared = named === undefined || named === "" ? beside : named;
  return [`${shared}/market`, shared].find(hasCandles) ?? null;
}

function hasCandles(folder: string): boolean {
  if (Deno.permissions.querySync({ name: "read", path: folder }).state !== "granted") return false;
  try {
    return [...Deno.readDirSync(folder)].some(({ name }) => name.endsWith(FILES));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
