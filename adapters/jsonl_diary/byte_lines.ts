import { orRunError, RunError } from "./run_error.ts";

/** One line of a file. */
export interface ByteLine {
  /** Without its line end; only good until the next line is asked for. */
  readonly bytes: Uint8Array;
  /** False for the last line where the file ends before a line end. */
  readonly ended: boolean;
}

/** So much of a file is read at once. */
export const BLOCK_BYTES = 256 * 1024;
/** No line of a diary comes near this; it keeps memory in bounds where the file is something else. */
export const LONGEST_LINE_BYTES = 64 * 1024 * 1024;
const LINE_END = 0x0a;

/** Reads a file line by line; memory does not grow with the file. Throws a RunError where it cannot. */
export function* byteLines(path: string): Generator<ByteLine, void, void> {
  const file = orRunError(`cannot read ${path}`, () => Deno.openSync(path, { read: true }));
  try {
    yield* linesOf(file, path);
  } finally {
    file.close();
  }
}

function* linesOf(file: Deno.FsFile, path: string): Generator<ByteLine, void, void> {
  let buffer = new Uint8Array(BLOCK_BYTES);
  let filled = 0;
  for (;;) {
    const count = orRunError(`cannot read ${path}`, () => file.readSync(buffer.subarray(filled)));
    if (count === null) break;
    // What was there before this read has no line end, so the search begins at the new bytes.
    const block = buffer.subarray(0, filled + count);
    let start = 0;
    for (let at = block.indexOf(LINE_END, filled); at !== -1; at = block.indexOf(LINE_END, start)) {
      yield { bytes: block.subarray(start, at), ended: true };
      start = at + 1;
    }
    buffer.copyWithin(0, start, block.length);
    filled = block.length - start;
    if (filled === buffer.length) buffer = grown(buffer, path);
  }
  if (filled > 0) yield { bytes: buffer.subarray(0, filled), ended: false };
}

function grown(buffer: Uint8Array, path: string): Uint8Array<ArrayBuffer> {
  if (buffer.length >= LONGEST_LINE_BYTES) {
    throw new RunError(`${path} is no diary: it has a line of more than ${LONGEST_LINE_BYTES / 2 ** 20} MiB`);
  }
  const larger = new Uint8Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}
