import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Why a test that needs recordings is skipped; stands behind its name. */
export const NO_RECORDINGS = " (skipped: there are no recordings in REPRISE_SHARED or ../shared/market)";

/**
 * The folder of recorded candles: `market` in the folder that REPRISE_SHARED names (or that folder itself where it is
 * the market), else ../shared/market beside the repository. Null where there is none, or where it may not be read.
 */
export function recordingsFolder(): string | null {
  const named = mayAsk() ? Deno.env.get("REPRISE_SHARED") : undefined;
  const beside = fileURLToPath(new URL("../../shared", import.meta.url));
  const shared = named === undefined || named === "" ? beside : named;
  return [`${shared}/market`, shared].find(hasCandles) ?? null;
}

function mayAsk(): boolean {
  return Deno.permissions.querySync({ name: "env", variable: "REPRISE_SHARED" }).state === "granted";
}

function hasCandles(folder: string): boolean {
  if (Deno.permissions.querySync({ name: "read", path: folder }).state !== "granted") return false;
  return existsSync(folder) && [...Deno.readDirSync(folder)].some(({ name }) => name.endsWith(".csv.gz"));
}
