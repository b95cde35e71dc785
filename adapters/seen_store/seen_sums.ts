import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { SeenFileError } from "./seen_file_error.ts";

const NAME = "sha256.json";
const sumsSchema = z.record(z.string(), z.string());

/** Writes down what the blocks of a folder are, by their SHA-256: nobody adds to them now. */
export function writeSums(folder: string, names: readonly string[]): void {
  const sums = Object.fromEntries(names.toSorted().map((name) => [name, sumOf(join(folder, name))]));
  const path = join(folder, NAME);
  Deno.writeTextFileSync(`${path}.tmp`, `${JSON.stringify(sums, null, 2)}\n`);
  Deno.renameSync(`${path}.tmp`, path);
}

/** Forgets them: blocks are about to be added to. */
export function removeSums(folder: string): void {
  try {
    Deno.removeSync(join(folder, NAME));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Holds each block against what was written down, where it was: the process of a run that was killed left nothing. Throws
 * a SeenFileError with the block that is gone or was changed, and both hashes.
 */
export function checkSums(folder: string): void {
  for (const [name, wanted] of Object.entries(readSums(folder))) {
    const path = join(folder, name);
    const found = sumOf(path);
    if (found === wanted) continue;
    const what = found === null ? "is gone; wanted" : `was changed: its sha256 is ${found}; wanted`;
    const which = found === null ? `the file of sha256 ${wanted}` : wanted;
    throw new SeenFileError(`${path} ${what} ${which}, as the run left it`);
  }
}

function readSums(folder: string): { readonly [name: string]: string } {
  const path = join(folder, NAME);
  try {
    return sumsSchema.parse(JSON.parse(Deno.readTextFileSync(path)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw new SeenFileError(`${path} cannot be read; wanted the hashes of the files beside it`, {
      cause: error,
    });
  }
}

function sumOf(path: string): string | null {
  try {
    return createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
