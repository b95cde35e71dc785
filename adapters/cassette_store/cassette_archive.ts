import { gunzipSync, gzipSync } from "node:zlib";
import type { CassetteEntry, CassetteStore, RecordedAnswer } from "../../engine/mod.ts";
import { CassetteError } from "./cassette_error.ts";
import { readAnswer, readEntry, writeEntry } from "./entry_text.ts";

/** The first line of an archive. */
const HEAD = "reprise cassette 1";
const LINES_OF_ENTRY = 3;

/** Recorded answers in one packed file: to be shipped, passed on and read, never written in place. */
export class CassetteArchive implements CassetteStore {
  readonly path: string;
  readonly damaged = new Set<string>();
  /** The text of each entry, by key. */
  readonly #texts: ReadonlyMap<string, string>;

  /** Reads an archive. Throws a CassetteError for a file that is none, or is cut off. */
  constructor(path: string) {
    this.path = path;
    this.#texts = new Map(textsOf(path).map((text) => [keyOf(text), text]));
  }

  find(key: string): RecordedAnswer | null {
    const text = this.#texts.get(key);
    if (text === undefined) return null;
    const answer = readAnswer(key, text.slice(KEY_LENGTH));
    if (answer === null) this.damaged.add(`${this.path}, answer ${key}`);
    return answer;
  }

  keep(): never {
    throw new Error("an archive is only read");
  }

  *requests(): Iterable<string> {
    for (const { request } of this.entries()) yield request;
  }

  /** Every whole entry; damaged ones are noted. */
  *entries(): Iterable<CassetteEntry> {
    for (const [key, text] of this.#texts) {
      const entry = readEntry(text.slice(KEY_LENGTH));
      if (entry !== null && entry.key === key) yield entry;
      else this.damaged.add(`${this.path}, answer ${key}`);
    }
  }
}

/** SHA-256 in hex and a blank. */
const KEY_LENGTH = 65;

/** Packs entries into the bytes of an archive: the same entries make the same bytes. */
export function packArchive(entries: Iterable<CassetteEntry>): Uint8Array<ArrayBuffer> {
  const sorted = [...entries].sort((a, b) => (a.key < b.key ? -1 : 1));
  const text = sorted.map((entry) => `${entry.key} ${writeEntry(entry)}`).join("");
  return new Uint8Array(gzipSync(`${HEAD}\n${text}`, { level: 9 }));
}

function textsOf(path: string): string[] {
  const lines = unpacked(path).split("\n");
  if (lines[0] !== HEAD) {
    throw new CassetteError(`${path} is no cassette; wanted one of deno task cassette export`);
  }
  const count = (lines.length - 2) / LINES_OF_ENTRY;
  if (!Number.isInteger(count) || lines[lines.length - 1] !== "") {
    throw new CassetteError(`${path} is cut off`);
  }
  return Array.from({ length: count }, (_, index) => {
    const at = 1 + index * LINES_OF_ENTRY;
    return `${lines.slice(at, at + LINES_OF_ENTRY).join("\n")}\n`;
  });
}

function keyOf(text: string): string {
  return text.slice(0, KEY_LENGTH - 1);
}

function unpacked(path: string): string {
  try {
    return new TextDecoder().decode(gunzipSync(Deno.readFileSync(path)));
  } catch (error) {
    throw new CassetteError(`cannot read the cassette ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
