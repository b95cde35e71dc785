/** Small market folders for tests: files of a few rows, whole or damaged on purpose. */

import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { isRead, readFileName } from "../file_name.ts";
import type { FoundFile } from "../scan_folder.ts";

export const HEADER = "time,open,high,low,close,volume";
/** 2024-01-01 00:00 UTC. */
export const START = Date.UTC(2024, 0, 1);
export const FIVE_MINUTES = 5 * 60_000;

/** Content of files by name; text under a name that ends in `.gz` is packed. */
export type Files = { readonly [name: string]: string | Uint8Array };

/** Rows of good five-minute candles from the `first` after {@link START} on, a line end after each. */
export function rows(count: number, first = 0): string {
  return Array.from({ length: count }, (_, index) => `${goodRow(first + index)}\n`).join("");
}

/** The good candle number `index` after {@link START}. */
export function goodRow(index: number): string {
  return `${START + index * FIVE_MINUTES},${100 + index},${101 + index},${99 + index},${
    100.5 + index
  },${index}`;
}

/** A whole candle file. */
export function candleFile(count: number, first = 0): string {
  return `${HEADER}\n${rows(count, first)}`;
}

/** Text as a gzip file has it. */
export function packed(text: string): Uint8Array {
  return gzipSync(text);
}

/** Runs something on a temporary folder with these files, then removes it. */
export function withFolder(files: Files, use: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      const isText = typeof content === "string" && name.endsWith(".gz");
      Deno.writeFileSync(`${folder}/${name}`, isText ? packed(content) : bytes);
    }
    use(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** A file of a folder as its name tells it. */
export function found(folder: string, name: string): FoundFile {
  const named = readFileName(folder, name);
  if (!isRead(named)) throw new Error(`${name} is not read: ${named.why}`);
  return { ...named, name, path: `${folder}/${name}` };
}

/** A zip file with these members. */
export function zipped(members: { readonly [name: string]: string }): Uint8Array {
  const encoder = new TextEncoder();
  return zipSync(
    Object.fromEntries(Object.entries(members).map(([name, text]) => [name, encoder.encode(text)])),
  );
}

/** Columns of a candle in Binance's archive. */
export const ARCHIVE_HEADER =
  "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume," +
  "taker_buy_quote_volume,ignore";

/** The good candle number `index` as Binance's archive has it, in ms or, with `scale` 1000, in µs. */
export function archiveRow(index: number, scale = 1): string {
  const [time, ...values] = goodRow(index).split(",");
  const close = (Number(time) + FIVE_MINUTES) * scale - 1;
  return `${Number(time) * scale},${values.join(",")},${close},2409.19050000,308,0.5,1.5,0`;
}

/** Rows of Binance's archive, without a header. */
export function archiveRows(count: number, first = 0): string {
  return Array.from({ length: count }, (_, index) => `${archiveRow(first + index)}\n`).join("");
}

/** Candles as freqtrade exports them, some of them replaced as text. */
export function freqtradeJson(count: number, replaced: { readonly [index: number]: string } = {}): string {
  return `[${
    Array.from({ length: count }, (_, index) => replaced[index] ?? `[${goodRow(index)}]`).join(",")
  }]`;
}
