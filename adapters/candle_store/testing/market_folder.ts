/** Small market folders for tests: files of a few rows, whole or damaged on purpose. */

import { gzipSync } from "node:zlib";

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
