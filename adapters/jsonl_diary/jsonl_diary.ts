import { dirname } from "node:path";
import {
  CHAIN_START,
  type ChainEnd,
  chainLine,
  type Diary,
  type DiaryEntry,
  type DiaryLine,
} from "../../engine/mod.ts";
import { syncFolder } from "./durable.ts";
import { type DiaryEnd, walkDiary } from "./read_diary.ts";
import { orRunError, reasonOf, RunError } from "./run_error.ts";
import { setAside, type SetAsideTail } from "./torn_tail.ts";

/** The part of an open file that a diary writes with. */
export type DiaryFile = Pick<Deno.FsFile, "writeSync" | "truncateSync" | "syncData" | "unlockSync" | "close">;

/** How a diary is kept. */
export interface JsonlDiaryOptions {
  /** Whether `commit` waits until the disk has it; a backtest can do without, it can be run again. */
  readonly durable: boolean;
  /** Whether `commit` may leave lines in this process until a block is full or the diary is closed. */
  readonly lazy?: boolean;
}

/** What `resume` needs beside. */
export interface ResumeOptions extends JsonlDiaryOptions {
  /** Sees every line that is there already, in order: what a continued run remembers. */
  readonly onLine?: (line: DiaryLine) => void;
}

/** How long a diary is and how it ends, as it stands in the manifest. */
export interface DiarySeal {
  readonly lines: number;
  readonly lastHash: string;
}

/** An open file, where it lies, and the whole lines that it has already. */
export interface DiaryPlace {
  readonly path: string;
  readonly file: DiaryFile;
  readonly end: Pick<DiaryEnd, "lines" | "lastHash" | "bytes">;
}

/** Text is handed to the disk in blocks of this size, in characters. */
const BLOCK_LENGTH = 256 * 1024;
/** Room for the usual line. */
const LINE_BYTES = 16 * 1024;
const EMPTY: DiaryPlace["end"] = { lines: 0, lastHash: CHAIN_START, bytes: 0 };
/** From the end of a line: the line end, the closing quote and brace, and the hash before them. */
const HASH_FROM = 67;
const HASH_UNTIL = 3;
const LINE_END = 0x0a;
const DONE = Promise.resolve();
const encoder = new TextEncoder();

/** A diary in a file: JSON, a line for each entry, each line chained to the one before. */
export class JsonlDiary implements Diary {
  readonly path: string;
  readonly #file: DiaryFile;
  readonly #durable: boolean;
  readonly #lazy: boolean;
  /** Whole lines on disk. */
  #kept: DiaryPlace["end"];
  #syncedBytes: number;
  #end: ChainEnd;
  #text = "";
  readonly #block: Uint8Array;
  #failure: RunError | null = null;
  #closed = false;

  /** Takes over an open file; `create` and `resume` are the usual ways. */
  constructor(
    place: DiaryPlace,
    options: JsonlDiaryOptions,
    /** The torn tail that was set aside when the diary was resumed. */
    readonly tornTail: SetAsideTail | null = null,
  ) {
    this.path = place.path;
    this.#file = place.file;
    this.#durable = options.durable;
    this.#lazy = options.lazy ?? false;
    this.#block = new Uint8Array(options.durable ? LINE_BYTES : 2 * BLOCK_LENGTH);
    this.#kept = place.end;
    this.#syncedBytes = place.end.bytes;
    this.#end = { seq: place.end.lines, hash: place.end.lastHash };
  }

  /** Begins a diary in a new file. Throws a RunError where there is one already or it cannot be made. */
  static create(path: string, options: JsonlDiaryOptions): JsonlDiary {
    const file = open(`cannot create the diary ${path}`, path, { append: true, createNew: true });
    // A file whose entry in the folder is lost with the power is lost too.
    if (options.durable) syncFolder(dirname(path));
    return new JsonlDiary({ path, file, end: EMPTY }, options);
  }

  /**
   * Goes on after the last whole line of a diary. A torn tail is set aside into a file beside it; a diary that is
   * damaged otherwise, or that another process writes, is a RunError.
   */
  static resume(path: string, options: ResumeOptions): JsonlDiary {
    const file = open(`cannot resume the diary ${path}`, path, { read: true, append: true });
    try {
      const end = walkDiary(path, options.onLine ?? (() => undefined));
      const torn = end.tornTail === null ? null : setAside(path, end);
      if (torn !== null) {
        orRunError(`cannot cut the torn tail off ${path}`, () => file.truncateSync(end.bytes));
      }
      return new JsonlDiary({ path, file, end }, options, torn);
    } catch (error) {
      letGo(file);
      throw error;
    }
  }

  /** Where the next line goes and what it is chained to. */
  get end(): ChainEnd {
    return this.#end;
  }

  append(entry: DiaryEntry): void {
    this.#mustBeWritable();
    const line = chainLine(this.#end, entry);
    this.#end = { seq: this.#end.seq + 1, hash: line.hash };
    this.#text += line.text + "\n";
    // Where a line must outlive this process it is handed over at once; a backtest writes in blocks.
    if (this.#durable || this.#text.length >= BLOCK_LENGTH) this.#flush();
  }

  commit(): Promise<void> {
    if (this.#lazy && this.#failure === null && !this.#closed) return DONE;
    return this.#handOver();
  }

  async #handOver(): Promise<void> {
    this.#mustBeWritable();
    this.#flush();
    const { bytes } = this.#kept;
    if (!this.#durable || this.#syncedBytes >= bytes) return;
    try {
      await this.#file.syncData();
      this.#syncedBytes = Math.max(this.#syncedBytes, bytes);
    } catch (error) {
      // After a failed sync nobody knows what the disk has; trying again would only seem to help.
      this.#fail(`cannot sync the diary ${this.path} to disk: ${reasonOf(error)}`, error);
    }
  }

  /**
   * Commits, closes the file and says how the diary ends. After a failed write it only closes, and says how far the
   * file is whole. More calls change nothing and say the same.
   */
  async close(): Promise<DiarySeal> {
    if (!this.#closed) {
      try {
        if (this.#failure === null) await this.#handOver();
      } finally {
        this.#closed = true;
        letGo(this.#file);
      }
    }
    return { lines: this.#kept.lines, lastHash: this.#kept.lastHash };
  }

  #mustBeWritable(): void {
    if (this.#failure !== null) throw this.#failure;
    if (this.#closed) throw new Error(`the diary ${this.path} is closed`);
  }

  #flush(): void {
    const bytes = this.#encode(this.#text);
    this.#text = "";
    let written = 0;
    try {
      while (written < bytes.length) written += writeSome(this.#file, bytes.subarray(written));
    } catch (error) {
      this.#keep(bytes, written);
      this.#fail(this.#describeFailure(error, bytes.length), error);
    }
    const { seq, hash } = this.#end;
    this.#kept = { lines: seq, lastHash: hash, bytes: this.#kept.bytes + written };
  }

  /** The bytes of a block, in the same memory again and again where they fit. */
  #encode(text: string): Uint8Array {
    const { read, written } = encoder.encodeInto(text, this.#block);
    return read === text.length ? this.#block.subarray(0, written) : encoder.encode(text);
  }

  /** Counts the whole lines among the first `written` bytes of a block, of which the rest was not, as kept. */
  #keep(block: Uint8Array, written: number): void {
    const end = block.subarray(0, written).lastIndexOf(LINE_END) + 1;
    if (end === 0) return;
    this.#kept = {
      lines: this.#kept.lines + countLines(block.subarray(0, end)),
      lastHash: new TextDecoder().decode(block.subarray(end - HASH_FROM, end - HASH_UNTIL)),
      bytes: this.#kept.bytes + end,
    };
  }

  #describeFailure(error: unknown, bytes: number): string {
    const what = `cannot write the diary ${this.path}: ${reasonOf(error)}; wanted ${bytes} bytes more`;
    try {
      this.#file.truncateSync(this.#kept.bytes);
      return `${what}, its first ${this.#kept.lines} lines are whole`;
    } catch (truncateError) {
      return `${what}, a torn line may stand after its first ${this.#kept.lines} (${
        reasonOf(truncateError)
      })`;
    }
  }

  #fail(message: string, cause: unknown): never {
    this.#failure = new RunError(message, { cause });
    throw this.#failure;
  }
}

function writeSome(file: DiaryFile, bytes: Uint8Array): number {
  const count = file.writeSync(bytes);
  if (count === 0) throw new Error("the disk took nothing");
  return count;
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_END); at !== -1; at = bytes.indexOf(LINE_END, at + 1)) count++;
  return count;
}

/** Opens a file that no other process writes as a diary at the same time. */
function open(what: string, path: string, options: Deno.OpenOptions): Deno.FsFile {
  const file = orRunError(what, () => Deno.openSync(path, options));
  // On Windows a lock would keep readers out as well.
  if (Deno.build.os === "windows" || file.tryLockSync(true)) return file;
  file.close();
  throw new RunError(`${what}: another process is writing it; wanted it for this one alone`);
}

/** Gives up the lock at once: a process that is just being started has the file for a moment, too. */
function letGo(file: DiaryFile): void {
  if (Deno.build.os !== "windows") file.unlockSync();
  file.close();
}
