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

/** The whole lines of a file from a byte on, block by block; what has no end yet is not told. */
export function* linesFrom(path: string, from: number): Generator<TextLine, void, void> {
  const file = open(path);
  try {
    file.seekSync(from, Deno.SeekMode.Start);
    let rest = new Uint8Array();
    let at = from;
    for (;;) {
      const block = new Uint8Array(BLOCK_BYTES);
      const count = file.readSync(block);
      if (count === null) return;
      const bytes = joined(rest, block.subarray(0, count));
      let start = 0;
      for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, start)) {
        at += end + 1 - start;
        yield { text: decoded(bytes.subarray(start, end)), next: at };
        start = end + 1;
      }
      rest = bytes.slice(start);
      if (rest.length > LONGEST_LINE_BYTES) {
        throw new DashboardError(`${path} is no diary: a line has no end`);
      }
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

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
