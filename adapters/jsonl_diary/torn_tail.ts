import { dirname } from "node:path";
import { removeIfThere, syncFolder, writeSynced } from "./durable.ts";
import type { DiaryEnd, TornTail } from "./read_diary.ts";
import { orRunError } from "./run_error.ts";

/** A torn tail that was moved out of its diary. */
export interface SetAsideTail extends TornTail {
  /** The file that has it now. */
  readonly path: string;
}

/**
 * Copies what stands after the last whole line into a new file `diary.torn-<n>.jsonl` beside the diary; it is on disk
 * when this returns, so that the diary may then be cut.
 */
export function setAside(diaryPath: string, end: DiaryEnd): SetAsideTail {
  const tail = orRunError(`cannot read the torn tail of ${diaryPath}`, () => readFrom(diaryPath, end.bytes));
  const path = orRunError(`cannot set the torn tail of ${diaryPath} aside`, () => {
    const written = writeBeside(diaryPath, tail);
    syncFolder(dirname(written));
    return written;
  });
  return { line: end.lines + 1, bytes: tail.length, path };
}

function readFrom(path: string, offset: number): Uint8Array {
  using file = Deno.openSync(path, { read: true });
  file.seekSync(offset, Deno.SeekMode.Start);
  const bytes = new Uint8Array(file.statSync().size - offset);
  let filled = 0;
  while (filled < bytes.length) {
    const count = file.readSync(bytes.subarray(filled));
    if (count === null) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function writeBeside(diaryPath: string, tail: Uint8Array): string {
  const stem = diaryPath.replace(/\.jsonl$/, "");
  for (let number = 1;; number++) {
    const path = `${stem}.torn-${number}.jsonl`;
    try {
      writeSynced(path, tail, { write: true, createNew: true });
      return path;
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) continue;
      removeIfThere(path);
      throw error;
    }
  }
}
