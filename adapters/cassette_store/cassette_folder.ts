import { join } from "node:path";
import type { CassetteEntry, CassetteStore, RecordedAnswer } from "../../engine/mod.ts";
import { CassetteError } from "./cassette_error.ts";
import { readAnswer, readEntry, writeEntry } from "./entry_text.ts";

/** What stands behind a key in a file's name. */
const ENDING = ".cassette";
const TEMPORARY = ".tmp";

/** A file of a cassette folder. */
export interface CassetteFile {
  readonly path: string;
  /** The key in its name; null: a leftover of a process that was killed while writing. */
  readonly key: string | null;
  readonly bytes: number;
}

/**
 * Recorded answers in a folder, a file each under the hash of the request. Several processes may use it at once: a
 * file appears whole or not at all.
 */
export class CassetteFolder implements CassetteStore {
  readonly path: string;
  /** Files that were damaged, and so count as not recorded. */
  readonly damaged = new Set<string>();

  constructor(path: string) {
    this.path = path;
  }

  find(key: string): RecordedAnswer | null {
    const path = this.#pathOf(key);
    const bytes = readIfThere(path);
    if (bytes === null) return null;
    const answer = readAnswer(key, bytes);
    if (answer === null) this.damaged.add(path);
    return answer;
  }

  /** A question with its answer; null where there is none, or only a damaged one. */
  entry(key: string): CassetteEntry | null {
    const bytes = readIfThere(this.#pathOf(key));
    const entry = bytes === null ? null : readEntry(bytes);
    return entry?.key === key ? entry : null;
  }

  keep(entry: CassetteEntry): void {
    const path = this.#pathOf(entry.key);
    // Its own name for each writer: two processes that keep the same answer do not write into one file.
    const temporary = `${path}.${Deno.pid}-${crypto.randomUUID().slice(0, 8)}${TEMPORARY}`;
    try {
      Deno.mkdirSync(join(path, ".."), { recursive: true });
      writeSynced(temporary, writeEntry(entry));
      Deno.renameSync(temporary, path);
    } catch (error) {
      throw new CassetteError(`cannot keep an answer in ${path}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  *requests(): Iterable<string> {
    for (const entry of this.entries()) yield entry.request;
  }

  /** Every whole entry, in order of the keys; damaged ones are noted. */
  *entries(): Iterable<CassetteEntry> {
    for (const { path, key } of this.files()) {
      if (key === null) continue;
      const entry = readEntry(Deno.readFileSync(path));
      if (entry !== null && entry.key === key) yield entry;
      else this.damaged.add(path);
    }
  }

  /** Every file of the folder, in order of the names; none where there is no folder. */
  *files(): Iterable<CassetteFile> {
    for (const group of namesIn(this.path)) {
      const folder = join(this.path, group);
      for (const name of namesIn(folder)) {
        if (!name.endsWith(ENDING) && !name.endsWith(TEMPORARY)) continue;
        const key = name.endsWith(ENDING) ? name.slice(0, -ENDING.length) : null;
        const path = join(folder, name);
        yield { path, key, bytes: Deno.statSync(path).size };
      }
    }
  }

  #pathOf(key: string): string {
    return join(this.path, key.slice(0, 2), `${key}${ENDING}`);
  }
}

function readIfThere(path: string): Uint8Array | null {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw new CassetteError(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return [];
    throw new CassetteError(`cannot read the folder ${folder}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function writeSynced(path: string, text: string): void {
  using file = Deno.openSync(path, { write: true, createNew: true });
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.syncSync();
}
