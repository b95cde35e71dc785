import { gunzipSync, gzipSync } from "node:zlib";
import type { CassetteEntry, CassetteStore, RecordedAnswer } from "../../engine/mod.ts";
import { CassetteError } from "./cassette_error.ts";
import { readAnswer, readEntry, writeEntry } from "./entry_text.ts";

/** The first line of an archive. */
const HEAD = "reprise cassette 1";
const LINES_OF_ENTRY = 3;
const LINE_END = 10;
/** SHA-256 in hex and a blank. */
const KEY_LENGTH = 65;

/**
 * Recorded answers in one packed file: to be shipped, passed on and read, never written in place. An answer is read out
 * of it when it is wanted.
 */
export class CassetteArchive implements CassetteStore {
  readonly path: string;
  readonly damaged = new Set<string>();
  /** The bytes of each entry, by key. */
  readonly #entries: ReadonlyMap<string, Uint8Array>;

  /** Reads an archive. Throws a CassetteError for a file that is none, or is cut off. */
  constructor(path: string) {
    this.path = path;
    this.#entries = entriesOf(path);
  }

  find(key: string): RecordedAnswer | null {
    const bytes = this.#entries.get(key);
    if (bytes === undefined) return null;
    const answer = readAnswer(key, bytes);
    if (answer === null) this.damaged.add(`${this.path}, answer ${key}`);
    return answer;
  }

  /** A question with its answer; null where there is none, or only a damaged one. */
  entry(key: string): CassetteEntry | null {
    const bytes = this.#entries.get(key);
    const entry = bytes === undefined ? null : readEntry(bytes);
    return entry?.key === key ? entry : null;
  }

  keep(): never {
    throw new Error("an archive is only read");
  }

  *requests(): Iterable<string> {
    for (const { request } of this.entries()) yield request;
  }

  /** Every whole entry; damaged ones are noted. */
  *entries(): Iterable<CassetteEntry> {
    for (const [key, bytes] of this.#entries) {
      const entry = readEntry(bytes);
      if (entry !== null && entry.key === key) yield entry;
      else this.damaged.add(`${this.path}, answer ${key}`);
    }
  }
}

/** Packs entries into the bytes of an archive: the same entries make the same bytes. */
export function packArchive(entries: Iterable<CassetteEntry>): Uint8Array<ArrayBuffer> {
  const sorted = [...entries].sort((a, b) => (a.key < b.key ? -1 : 1));
  const text = sorted.map((entry) => `${entry.key} ${writeEntry(entry)}`).join("");
  return new Uint8Array(gzipSync(`${HEAD}\n${text}`, { level: 9 }));
}

/** Where each entry lies, by its key. Nothing of it is decoded but that. */
function entriesOf(path: string): Map<string, Uint8Array> {
  const bytes = unpacked(path);
  const decoder = new TextDecoder();
  const head = bytes.indexOf(LINE_END);
  if (head < 0 || decoder.decode(bytes.subarray(0, head)) !== HEAD) {
    throw new CassetteError(`${path} is no cassette; wanted one of deno task cassette export`);
  }
  const entries = new Map<string, Uint8Array>();
  for (let from = head + 1; from < bytes.length;) {
    const key = decoder.decode(bytes.subarray(from, from + KEY_LENGTH - 1));
    let end = from;
    for (let line = 0; line < LINES_OF_ENTRY; line++) {
      const found = bytes.indexOf(LINE_END, end);
      if (found < 0) throw new CassetteError(`${path} is cut off`);
      end = found + 1;
    }
    entries.set(key, bytes.subarray(from + KEY_LENGTH, end));
    from = end;
  }
  return entries;
}

function unpacked(path: string): Uint8Array {
  try {
    return gunzipSync(Deno.readFileSync(path));
  } catch (error) {
    throw new CassetteError(`cannot read the cassette ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
