import { orRunError } from "./run_error.ts";

/** Makes the entries of a folder (new files, renamed ones) safe on disk, where the system can. */
export function syncFolder(path: string): void {
  // Windows opens no folders; there the file system's journal has to do.
  if (Deno.build.os === "windows") return;
  orRunError(`cannot sync the folder ${path} to disk`, () => {
    using folder = Deno.openSync(path, { read: true });
    folder.syncSync();
  });
}

/** Replaces a file as a whole: whoever reads it sees the old text or the new one, whatever happens in between. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.tmp`;
  orRunError(`cannot write ${path}`, () => {
    try {
      writeSynced(temporary, text);
      Deno.renameSync(temporary, path);
    } catch (error) {
      removeIfThere(temporary);
      throw error;
    }
  });
}

/** Writes a file and waits until the disk has it. */
export function writeSynced(path: string, content: string | Uint8Array, options?: Deno.OpenOptions): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  using file = Deno.openSync(path, options ?? { write: true, create: true, truncate: true });
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.syncSync();
}

/** Removes a file that may not be there. */
export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
