import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { CandleColumns, Instrument, Interval, RecordedValues } from "../../engine/mod.ts";
import { NO_CACHE } from "./column_cache.ts";
import { DataError } from "./data_error.ts";
import { isRead, readFileName } from "./file_name.ts";
import { readArchive } from "./read_archive.ts";
import { readFile } from "./read_file.ts";
import { writeCandles } from "./write_candles.ts";
import { DRAFT, writePacked, writeWhole, type WrittenFile } from "./write_packed.ts";

/** What a recorded file is of, beside its content. */
export interface RecordedPart {
  /** Such as `binance-perp-BTCUSDT-1m-202401.csv.gz`. */
  readonly name: string;
  /** Whether its time is over and nothing will come to it. */
  readonly isWhole: boolean;
  /** Stretches of time that nobody has rows of. */
  readonly gaps: number;
}

/** A series that is recorded. */
export interface RecordedSeries {
  readonly source: string;
  readonly asset: string;
  readonly kind: Interval | "funding";
}

const entrySchema = z.object({
  name: z.string().regex(/^[^/\\]+$/),
  source: z.string(),
  symbol: z.string(),
  kind: z.string(),
  interval: z.string().nullable(),
  rows: z.int().positive(),
  first: z.number(),
  last: z.number(),
  gaps: z.int().nonnegative(),
  whole: z.boolean(),
  sha256: z.string(),
});

/** A file as the manifest has it. */
type Entry = z.infer<typeof entrySchema>;

const manifestSchema = z.object({ files: z.array(entrySchema) });
const MANIFEST = "manifest.json";
const INSTRUMENTS = "instruments.json";
const ABOUT = "Recorded by deno task record. Go on with it: the same command again.";
/** A draft that nobody has finished in this time was left by a process that was killed, ms. */
const DRAFT_LIFE_MS = 10 * 60_000;

/**
 * The folder that the recorder writes to, with a manifest of it. Every file is whole or not there, and is believed only
 * where its content is what the manifest says: a recording that was killed goes on where it was.
 */
export class RecordedFolder {
  readonly #folder: string;
  readonly #about: string;
  readonly #entries = new Map<string, Entry>();

  /**
   * Opens a folder, or makes it; what a killed process left half written is removed. `about`: what the manifest says of
   * it. Throws a DataError.
   */
  constructor(folder: string, about = ABOUT) {
    this.#folder = folder;
    this.#about = about;
    try {
      Deno.mkdirSync(folder, { recursive: true });
      removeDrafts(folder);
    } catch (error) {
      throw new DataError(`cannot write to the folder "${folder}": ${(error as Error).message}`, {
        cause: error,
      });
    }
    for (const entry of readManifest(folder)) {
      if (isAsWritten(folder, entry)) this.#entries.set(entry.name, entry);
    }
  }

  /** The name of a file: of one series a part for each month (`2024-01`). */
  nameOf({ source, asset, kind }: RecordedSeries, month: string): string {
    const symbol = source.startsWith("binance-") ? `${asset}USDT` : asset;
    return `${source}-${symbol}-${kind}-${month.replace("-", "")}.csv.gz`;
  }

  /** The candles in a file of Binance's archive. Throws as {@link readArchive}. */
  readArchive(
    { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
    source: string,
  ): CandleColumns {
    return readArchive(name, bytes, source);
  }

  /** Whether a file is there to which nothing will come. */
  isWhole(name: string): boolean {
    return this.#entries.get(name)?.whole === true;
  }

  /** The candles of a file that is as the manifest says; null where there is none. */
  candles(name: string): CandleColumns | null {
    return this.#entries.has(name) ? this.remains(name) : null;
  }

  /** The candles of a file that can be read, whatever the manifest says: of what cannot be had a second time. */
  remains(name: string): CandleColumns | null {
    const named = readFileName("", name);
    const path = `${this.#folder}/${name}`;
    if (!isRead(named) || !existsSync(path)) return null;
    try {
      const [time, open, high, low, close, volume] =
        readFile({ ...named, name, path }, { cache: NO_CACHE, skipBadRows: false }).columns;
      return { time, open, high, low, close, volume };
    } catch (error) {
      // A damaged file has nothing that can be believed; it is fetched again.
      if (error instanceof DataError) return null;
      throw error;
    }
  }

  /** Keeps a file of candles. Throws where it cannot be written. */
  keepCandles(part: RecordedPart, columns: CandleColumns): void {
    this.#keep(part, columns.time, () => writeCandles(`${this.#folder}/${part.name}`, columns));
  }

  /** Keeps a file of hourly funding rates. Throws where it cannot be written. */
  keepFunding(part: RecordedPart, values: RecordedValues): void {
    this.#keepValues(part, values, "rate");
  }

  /** Keeps a file of hourly open interest, coins. Throws where it cannot be written. */
  keepOpenInterest(part: RecordedPart, values: RecordedValues): void {
    this.#keepValues(part, values, "openInterest");
  }

  /** Keeps what is known of instruments. Throws where it cannot be written. */
  keepInstruments(instruments: readonly Instrument[]): void {
    this.#writeJson(INSTRUMENTS, { schema: 1, instruments });
  }

  #keepValues(part: RecordedPart, { time, value }: RecordedValues, name: string): void {
    const rows = Array.from(time, (at, index) => `${at},${value[index]}\n`);
    this.#keep(part, time, () => writePacked(`${this.#folder}/${part.name}`, [`time,${name}\n`, ...rows]));
  }

  #keep({ name, isWhole, gaps }: RecordedPart, time: Float64Array, write: () => WrittenFile): void {
    const named = readFileName("", name);
    if (!isRead(named)) throw new Error(`${name} would not be read: ${named.why}`);
    const { source, asset: symbol, kind, interval } = named;
    const rows = time.length;
    const before = this.#entries.get(name);
    const { sha256 } = write();
    const span = { rows, first: time[0], last: time[rows - 1] };
    const entry = { name, source, symbol, kind, interval, ...span, gaps, whole: isWhole, sha256 };
    if (JSON.stringify(before) === JSON.stringify(entry)) return;
    this.#entries.set(name, entry);
    const files = [...this.#entries.values()].sort((a, b) => a.name < b.name ? -1 : 1);
    this.#writeJson(MANIFEST, { schema: 1, about: this.#about, sha256Of: "the uncompressed content", files });
  }

  #writeJson(name: string, value: unknown): void {
    writeWhole(`${this.#folder}/${name}`, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`));
  }
}

function readManifest(folder: string): readonly Entry[] {
  try {
    return manifestSchema.safeParse(JSON.parse(Deno.readTextFileSync(`${folder}/${MANIFEST}`))).data?.files ??
      [];
  } catch (error) {
    // A folder without one, or with one of somebody else's: nothing in it was recorded here.
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return [];
    throw error;
  }
}

function isAsWritten(folder: string, { name, sha256 }: Entry): boolean {
  try {
    const content = gunzipSync(Deno.readFileSync(`${folder}/${name}`));
    return createHash("sha256").update(content).digest("hex") === sha256;
  } catch (error) {
    // Taken away, cut or written over: it is fetched again.
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_")) return false;
    throw error;
  }
}

/** The names of what lies in a folder; none where it is not there. */
export function namesIn(folder: string): readonly string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw new DataError(`cannot read the folder "${folder}": ${(error as Error).message}`, { cause: error });
  }
}

function removeDrafts(folder: string): void {
  for (const { name, isFile } of Deno.readDirSync(folder)) {
    if (!isFile || !name.endsWith(DRAFT)) continue;
    const path = `${folder}/${name}`;
    const { mtime } = Deno.statSync(path);
    if (mtime === null || Date.now() - mtime.getTime() > DRAFT_LIFE_MS) Deno.removeSync(path);
  }
}
