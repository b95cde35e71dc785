import { gunzipSync } from "node:zlib";
import { FIXTURES } from "./workplace.ts";

/** Which part of the shipped market is wanted. */
export interface Cut {
  /** Opens from here on, ms. */
  readonly from?: number;
  /** And before here, ms. */
  readonly until?: number;
  readonly assets?: readonly string[];
}

const LAYOUT = /^synthetic-perp-(?<asset>[A-Z]+)-(?:1m|5m|funding|open-interest)\.csv\.gz$/;

const unpacked = new Map<string, readonly string[]>();

/** Writes a part of the shipped market into a new folder; files that have nothing of it are left out. */
export function cutMarket(
  folder: string,
  { from = 0, until = Infinity, assets = ["BTC", "ETH", "SOL"] }: Cut,
): string {
  Deno.mkdirSync(folder);
  for (const { name } of Deno.readDirSync(FIXTURES)) {
    const asset = LAYOUT.exec(name)?.groups?.asset;
    if (asset === undefined || !assets.includes(asset)) continue;
    const [header, ...rows] = linesOf(name);
    const kept = rows.filter((row) => {
      const time = Number(row.slice(0, row.indexOf(",")));
      return time >= from && time < until;
    });
    if (kept.length === 0) continue;
    Deno.writeTextFileSync(`${folder}/${name.replace(/\.gz$/, "")}`, `${[header, ...kept].join("\n")}\n`);
  }
  return folder;
}

function linesOf(name: string): readonly string[] {
  const lines = unpacked.get(name) ??
    gunzipSync(Deno.readFileSync(`${FIXTURES}/${name}`)).toString().trimEnd().split("\n");
  unpacked.set(name, lines);
  return lines;
}
