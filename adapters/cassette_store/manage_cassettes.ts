import type { CassetteEntry } from "../../engine/mod.ts";
import { CassetteArchive, packArchive } from "./cassette_archive.ts";
import { CassetteError } from "./cassette_error.ts";
import { CassetteFolder } from "./cassette_folder.ts";

/** What was done to recorded answers. */
export interface CassetteReport {
  /** Answers that were written, taken over or kept. */
  readonly answers: number;
  /** Files that were removed, or would be. */
  readonly removed: number;
  readonly bytes: number;
  /** What was found damaged, in words. */
  readonly damaged: readonly string[];
}

/**
 * Packs recorded answers into a file: those with these keys, or all of a folder (null). Answers are looked for in the
 * folders in order. Throws a CassetteError where an answer is lacking or the file cannot be written.
 */
export function exportCassettes(
  folders: readonly string[],
  path: string,
  keys: ReadonlySet<string> | null,
): CassetteReport {
  const stores = folders.map((folder) => new CassetteFolder(folder));
  const found = new Map<string, CassetteEntry>();
  for (const store of stores.toReversed()) {
    for (const entry of store.entries()) {
      if (keys === null || keys.has(entry.key)) found.set(entry.key, entry);
    }
  }
  const damaged = stores.flatMap((store) => [...store.damaged]);
  const lacking = [...keys ?? []].filter((key) => !found.has(key)).length;
  if (lacking > 0) {
    throw new CassetteError(
      `${lacking} of ${keys!.size} answers are not in ${folders.join(" or ")}; nothing is written`,
    );
  }
  const bytes = packArchive(found.values());
  write(path, bytes);
  return { answers: found.size, removed: 0, bytes: bytes.length, damaged };
}

/** Takes the answers of a packed file over into a folder; those that are there already stay as they are. */
export function importCassettes(folder: string, path: string): CassetteReport {
  const archive = new CassetteArchive(path);
  const store = new CassetteFolder(folder);
  let answers = 0;
  for (const entry of archive.entries()) {
    if (store.find(entry.key) !== null) continue;
    store.keep(entry);
    answers++;
  }
  return { answers, removed: 0, bytes: Deno.statSync(path).size, damaged: [...archive.damaged] };
}

/** Removes answers that no run used, damaged ones, and what killed writers left; `isTried`: only says so. */
export function pruneCassettes(
  folder: string,
  used: ReadonlySet<string>,
  isTried: boolean,
): CassetteReport {
  const store = new CassetteFolder(folder);
  let [answers, removed, bytes] = [0, 0, 0];
  // What is whole is found by reading it.
  const whole = new Set([...store.entries()].map(({ key }) => key));
  for (const file of [...store.files()]) {
    if (file.key !== null && whole.has(file.key) && used.has(file.key)) {
      answers++;
      continue;
    }
    removed++;
    bytes += file.bytes;
    if (!isTried) Deno.removeSync(file.path);
  }
  return { answers, removed, bytes, damaged: [...store.damaged] };
}

function write(path: string, bytes: Uint8Array<ArrayBuffer>): void {
  try {
    Deno.writeFileSync(path, bytes);
  } catch (error) {
    const why = error instanceof Deno.errors.NotCapable
      ? "Deno has no permission to write there; wanted a file inside this folder"
      : (error as Error).message;
    throw new CassetteError(`cannot write ${path}: ${why}`, { cause: error });
  }
}
