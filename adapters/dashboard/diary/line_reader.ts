import { DashboardError, reasonOf } from "../dashboard_error.ts";

const BLOCK_BYTES = 256 * 1024;
/** No line of a diary comes near this; it keeps memory in bounds where the file is something else. */
const LONGEST_LINE_BYTES = 64 * 1024 * 1024;
const LINE_END = 0x0a;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A whole line of a file. */
export interface TextLine {
  /** Without its end. */
  readonly text: string;
  /** The first byte after it. */
  readonly next: number;
}

/**
 * The whole lines of a file from a byte on, block by block in one buffer; what has no end yet is not told. `blockBytes`: how
 * much is read at once, little where few lines are wanted.
 */
export function* linesFrom(
  path: string,
  from: number,
  blockBytes: number = BLOCK_BYTES,
): Generator<TextLine, void, void> {
  const file = open(path);
  try {
    file.seekSync(from, Deno.SeekMode.Start);
    let buffer = new Uint8Array(blockBytes);
    let filled = 0;
    let at = from;
    for (;;) {
      const count = file.readSync(buffer.subarray(filled));
      if (count === null) return;
      const block = buffer.subarray(0, filled + count);
      let start = 0;
      for (let end = block.indexOf(LINE_END, filled); end !== -1; end = block.indexOf(LINE_END, start)) {
        at += end + 1 - start;
        yield { text: decoded(block.subarray(start, end)), next: at };
        start = end + 1;
      }
      buffer.copyWithin(0, start, block.length);
      filled = block.length - start;
      if (filled === buffer.length) buffer = grown(buffer, path);
    }
  } finally {
    file.close();
  }
}

/** The last whole lines of a file, at most so many, without reading what is before them. */
export function lastLines(path: string, count: number): string[] {
  const size = sizeOf(path);
  for (let bytes = BLOCK_BYTES;; bytes *= 4) {
    const from = Math.max(0, size - bytes);
    const lines = [...linesFrom(path, from)].map(({ text }) => text);
    // A block begins somewhere inside a line.
    if (from > 0) lines.shift();
    if (lines.length >= count || from === 0) return lines.slice(-count);
    if (bytes > LONGEST_LINE_BYTES) return lines;
  }
}

/** How long a file is, bytes; 0: there is none. */
export function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw new DashboardError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function open(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { read: true });
  } catch (error) {
    throw new DashboardError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** Bytes that are no UTF-8 are no line of ours; whoever reads the text as JSON then says so. */
function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return "";
  }
}

function grown(buffer: Uint8Array, path: string): Uint8Array<ArrayBuffer> {
  if (buffer.length >= LONGEST_LINE_BYTES) throw new DashboardError(`${path} is no diary: a line has no end`);
  const larger = new Uint8Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}
