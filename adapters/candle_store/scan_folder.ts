import { type Interval, isInterval } from "../../engine/mod.ts";
import { DataError } from "./data_error.ts";

/** What a file of the layout holds, told by its name. */
export interface FoundFile {
  readonly path: string;
  /** e.g. "binance-perp". */
  readonly source: string;
  /** The venue's symbol without its quote: BTC for BTCUSDT. */
  readonly asset: string;
  readonly kind: "candles" | "funding" | "open-interest";
  /** Null unless it holds candles. */
  readonly interval: Interval | null;
}

/** `<source>-<symbol>-<interval|funding|open-interest>[-<part>].csv[.gz]`, as in `binance-perp-BTCUSDT-5m.csv.gz`. */
const LAYOUT =
  /^(?<source>[a-z0-9]+-(?:perp|spot))-(?<symbol>[A-Za-z0-9]+)-(?<kind>[0-9]+[mhd]|funding|open-interest)(?:-[0-9]+)?\.csv(?:\.gz)?$/;
const QUOTE = /(?<=.)(?:USDT|USDC)$/;

/** The files of a folder that follow the layout, by name; others are left alone. */
export function scanFolder(folder: string): FoundFile[] {
  const found: FoundFile[] = [];
  for (const name of fileNames(folder).sort()) {
    const file = describe(folder, name);
    if (file !== null) found.push(file);
  }
  return found;
}

function describe(folder: string, name: string): FoundFile | null {
  const parts = LAYOUT.exec(name)?.groups;
  if (parts === undefined) return null;
  const { source, symbol, kind } = parts;
  const base = { path: `${folder}/${name}`, source, asset: symbol.replace(QUOTE, "") };
  if (kind === "funding" || kind === "open-interest") return { ...base, kind, interval: null };
  return isInterval(kind) ? { ...base, kind: "candles", interval: kind } : null;
}

function fileNames(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].filter((entry) => !entry.isDirectory).map((entry) => entry.name);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : String((error as Error).message);
    throw new DataError(`cannot read the data folder "${folder}": ${why}`, { cause: error });
  }
}
