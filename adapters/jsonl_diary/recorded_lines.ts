import { BLOCK_BYTES, LONGEST_LINE_BYTES } from "./byte_lines.ts";
import { orRunError, RunError } from "./run_error.ts";

const LINE_END = 0x0a;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The lines of a diary as text, in order and unchecked: for whoever writes them again and compares. `withTail`: also what
 * stands after the last line's end, where a run that has ended has nothing. Throws a RunError where the file cannot be read.
 */
export function* recordedLines(path: string, withTail: boolean): Generator<string, void, void> {
  const file = orRunError(`cannot read ${path}`, () => Deno.openSync(path, { read: true }));
  try {
    let rest = new Uint8Array();
    for (let block = nextBlock(file, path); block !== null; block = nextBlock(file, path)) {
      const end = block.lastIndexOf(LINE_END);
      rest = joined(rest, end < 0 ? block : block.subarray(0, end));
      if (rest.length > LONGEST_LINE_BYTES) throw new RunError(`${path} is no diary: a line has no end`);
      if (end < 0) continue;
      // Decoded many lines at a time: line by line it takes as long as to compare them.
      yield* utf8.decode(rest).split("\n");
      rest = block.slice(end + 1);
    }
    if (withTail && rest.length > 0) yield utf8.decode(rest);
  } finally {
    file.close();
  }
}

/** How much of every cycle a diary keeps, as the first cycle in which its agent was asked tells. */
export function diaryDetail(path: string): "trades" | "full" {
  for (const line of recordedLines(path, false)) {
    if (line.includes('"decisionsHash":"')) return line.includes(',"observation":{') ? "full" : "trades";
  }
  return "trades";
}

function nextBlock(file: Deno.FsFile, path: string): Uint8Array<ArrayBuffer> | null {
  const block = new Uint8Array(BLOCK_BYTES);
  const count = orRunError(`cannot read ${path}`, () => file.readSync(block));
  return count === null ? null : block.subarray(0, count);
}

function joined(first: Uint8Array<ArrayBuffer>, second: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
