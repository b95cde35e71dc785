import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A file that was written. */
export interface WrittenFile {
  /** Of its unpacked content, lower-case hex. */
  readonly sha256: string;
}

/** The end of the name that a file has until it is whole. */
export const DRAFT = ".draft";

/** Writes pieces of text as a .gz, whole or not at all: under another name first. Throws where it cannot be written. */
export function writePacked(path: string, pieces: readonly string[]): WrittenFile {
  const content = new TextEncoder().encode(pieces.join(""));
  writeWhole(path, gzipSync(content));
  return { sha256: createHash("sha256").update(content).digest("hex") };
}

/** Writes a file whole or not at all: whoever reads it sees the old one or the new one. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const draft = `${path}.${crypto.randomUUID()}${DRAFT}`;
  try {
    Deno.writeFileSync(draft, bytes);
    Deno.renameSync(draft, path);
  } catch (error) {
    removeIfThere(draft);
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    // It was never made: there is nothing to take away, and what went wrong before is thrown on.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
