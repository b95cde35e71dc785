import { CHAIN_START, type DiaryLine, readLine, type RunManifest } from "../../engine/mod.ts";
import { byteLines } from "./byte_lines.ts";
import { RunError } from "./run_error.ts";

/** What stands after the last whole line: the trace of a process that was killed while it wrote. */
export interface TornTail {
  /** The number of the torn line, counted from 1. */
  readonly line: number;
  readonly bytes: number;
}

/** What is known of a diary when its last line has been read. */
export interface DiaryEnd {
  /** How many whole lines there are. */
  readonly lines: number;
  /** What a next line is chained to. */
  readonly lastHash: string;
  /** Length of the whole lines together. */
  readonly bytes: number;
  /** The run's key from the first line; null where there is no line yet. */
  readonly key: string | null;
  readonly tornTail: TornTail | null;
}

/** A diary that was read as a whole. */
export interface WholeDiary {
  readonly lines: readonly DiaryLine[];
  readonly tornTail: TornTail | null;
  readonly end: DiaryEnd;
}

/** How every diary begins, whatever its run; tells a torn first line from a file that is no diary. */
const BEGINNING = '{"seq":0,';
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
// A byte order mark is kept and bad bytes are refused: the text that is hashed is then the file, byte for byte.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads a diary line by line in constant memory, checks each line against the schema and the line before, and
 * returns its end. A torn tail stands in the end; anything else that is wrong is a RunError with path and line.
 */
export function* streamDiary(path: string): Generator<DiaryLine, DiaryEnd, void> {
  let end: DiaryEnd = { lines: 0, lastHash: CHAIN_START, bytes: 0, key: null, tornTail: null };
  const lines = byteLines(path);
  for (const { bytes, ended } of lines) {
    const line = ended ? checked(bytes, end) : asTornTail(bytes, 0, end);
    if (line instanceof Error) throw new RunError(`${path}, line ${end.lines + 1}: ${line.message}`);
    if ("bytes" in line) {
      // A line that has its end but is not whole is a torn tail only as the last thing in the file.
      if (lines.next().done === true) return { ...end, tornTail: line };
      throw new RunError(`${path}, line ${end.lines + 1}: not JSON`);
    }
    end = {
      lines: end.lines + 1,
      lastHash: line.hash,
      bytes: end.bytes + bytes.length + 1,
      key: line.entry.kind === "run" ? line.entry.key : end.key,
      tornTail: null,
    };
    yield line;
  }
  return end;
}

/** Reads and checks a diary without keeping it: `onLine` sees every line in order. */
export function walkDiary(path: string, onLine: (line: DiaryLine) => void): DiaryEnd {
  const stream = streamDiary(path);
  for (let step = stream.next();; step = stream.next()) {
    if (step.done === true) return step.value;
    onLine(step.value);
  }
}

/** Reads and checks a diary as a whole; for long ones `streamDiary` and `walkDiary` need less memory. */
export function readDiary(path: string): WholeDiary {
  const lines: DiaryLine[] = [];
  const end = walkDiary(path, (line) => lines.push(line));
  return { lines, tornTail: end.tornTail, end };
}

/**
 * Checks a diary that was read against the manifest of its run: a file that was cut at a line end is whole in itself,
 * only the manifest knows how long it was. Throws a RunError that says what differs.
 */
export function verifyAgainst(manifest: RunManifest, end: DiaryEnd): void {
  const refuse = (what: string): never => {
    throw new RunError(`the diary of run ${manifest.id} is not the one its manifest tells of: ${what}`);
  };
  if (end.key !== null && end.key !== manifest.key) refuse(`its key is ${end.key}, wanted ${manifest.key}`);
  // Only a run that ended knows how long its diary is; one that failed on a full disk may not have been able to say it.
  if (manifest.diary === null) {
    const { status } = manifest;
    if (status === "finished" || status === "interrupted") {
      refuse(`it is ${status}, and run.json has no end of it`);
    }
    return;
  }
  const { lines, lastHash } = manifest.diary;
  if (end.tornTail !== null) refuse(`it has a torn line ${end.tornTail.line}, wanted ${lines} whole lines`);
  if (end.lines !== lines) refuse(`it has ${end.lines} lines, wanted ${lines}`);
  if (end.lastHash !== lastHash) refuse(`its last hash is ${end.lastHash}, wanted ${lastHash}`);
}

/** A run's diary that was read to its end and found whole. */
export interface VerifiedDiary {
  readonly id: string;
  readonly diaryPath: string;
  readonly lines: number;
  readonly lastHash: string;
  /** Whether the end was held against the manifest: only a run that ended knows it. */
  readonly ended: boolean;
  /** Bytes of a last line that was not written to its end; 0: there is none. */
  readonly tornBytes: number;
}

/** Reads a run's diary line by line and holds it against its manifest. Throws a RunError with the first fault. */
export function verifyRun(
  run: { readonly manifest: RunManifest; readonly diaryPath: string },
): VerifiedDiary {
  const { manifest, diaryPath } = run;
  const end = walkDiary(diaryPath, () => undefined);
  verifyAgainst(manifest, end);
  const { lines, lastHash, tornTail } = end;
  const ended = manifest.diary !== null;
  return { id: manifest.id, diaryPath, lines, lastHash, ended, tornBytes: tornTail?.bytes ?? 0 };
}

/** The line in these bytes, or what is wrong with it, or the torn tail that it may be. */
function checked(bytes: Uint8Array, end: DiaryEnd): DiaryLine | TornTail | Error {
  try {
    const line = readLine(utf8.decode(bytes), { seq: end.lines, hash: end.lastHash });
    if ((line.entry.kind === "run") === (line.seq === 0)) return line;
    return new Error(`of kind "${line.entry.kind}"; wanted kind "run" in the first line, and only there`);
  } catch (error) {
    if (bytes.at(-1) === CARRIAGE_RETURN) {
      return new Error("it ends with CR LF; wanted LF alone, as it was written");
    }
    return isJson(bytes) ? error as Error : asTornTail(bytes, 1, end);
  }
}

function asTornTail(bytes: Uint8Array, endBytes: number, end: DiaryEnd): TornTail | Error {
  const torn = { line: end.lines + 1, bytes: bytes.length + endBytes };
  if (end.lines > 0) return torn;
  if (BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte)) {
    return new Error("it begins with a byte order mark; wanted none, as it was written");
  }
  // After a loss of power a file may have its length already, and zeros where its bytes should be.
  const written = bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
  const beginning = String.fromCharCode(...written.subarray(0, BEGINNING.length));
  return BEGINNING.startsWith(beginning) ? torn : new Error("this is no diary of a run");
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(utf8.decode(bytes));
    return true;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return false;
    throw error;
  }
}
