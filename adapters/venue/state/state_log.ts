import { dirname } from "node:path";
import { orStateError, reasonOf, StateError } from "./state_error.ts";

/** How long what was written may wait for the disk, ms. */
const SYNC_AFTER_MS = 1_000;
const LINE_END = 0x0a;
const encoder = new TextEncoder();
const utf8Loose = new TextDecoder();
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What stands after the last whole line: the trace of a venue that was killed while it wrote. */
export interface TornLine {
  /** Counted from 1. */
  readonly line: number;
  readonly bytes: number;
}

/** A line of the log as it was read. */
export interface LogLine {
  /** Counted from 1. */
  readonly number: number;
  readonly value: unknown;
}

/**
 * A file of JSON lines that only grows. A line that was appended is with the system at once, so a killed process loses
 * none; the disk has it a second later at the latest, so a loss of power loses that second.
 */
export class StateLog {
  readonly path: string;
  readonly torn: TornLine | null;
  readonly #file: Deno.FsFile;
  readonly #tornBytes: Uint8Array;
  /** Whole lines that were there; let go of once they were read. */
  #bytes: Uint8Array;
  #length: number;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #syncing: Promise<void> = Promise.resolve();
  #failure: StateError | null = null;
  /** Called when it can take nothing more. */
  onFailure: (failure: StateError) => void = () => {};
  #isCut = false;

  private constructor(path: string, file: Deno.FsFile) {
    this.path = path;
    this.#file = file;
    const all = readAll(file);
    const whole = wholeLines(all);
    this.#bytes = all.subarray(0, whole);
    this.#length = whole;
    this.#tornBytes = all.slice(whole, whole + 256);
    this.torn = whole === all.length ? null : { line: count(this.#bytes) + 1, bytes: all.length - whole };
  }

  /** Opens a log for this process alone, made where there is none; nothing in it is changed yet. */
  static open(path: string): StateLog {
    const what = `cannot open the state ${path}`;
    const file = orStateError(
      what,
      () => Deno.openSync(path, { read: true, append: true, create: true }),
    );
    try {
      // On Windows a lock would keep readers out as well.
      if (Deno.build.os !== "windows" && !file.tryLockSync(true)) {
        throw new StateError(
          `${what}: another venue keeps its accounts there; wanted a file for this one alone`,
        );
      }
      return orStateError(what, () => new StateLog(path, file));
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** The lines that were there, in order; once. Throws a StateError with the number of the first that is damaged. */
  *lines(): Generator<LogLine, void, void> {
    const bytes = this.#bytes;
    this.#bytes = new Uint8Array();
    let number = 0;
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(LINE_END, start);
      const value = parsed(bytes.subarray(start, end));
      number++;
      if (value === undefined) {
        throw new StateError(`${this.path}, line ${number}: not JSON; wanted it as it was written`);
      }
      yield { number, value };
      start = end + 1;
    }
  }

  /** Appends a value as a line; a torn line that was there is cut off first. Throws a StateError, then and ever after. */
  append(value: unknown): void {
    if (this.#failure !== null) throw this.#failure;
    const bytes = encoder.encode(`${JSON.stringify(value)}\n`);
    try {
      if (this.torn !== null && !this.#isCut) this.#file.truncateSync(this.#length);
      this.#isCut = true;
      for (let written = 0; written < bytes.length;) {
        written += this.#file.writeSync(bytes.subarray(written));
      }
    } catch (error) {
      throw this.#fail(`cannot write the state ${this.path}: ${reasonOf(error)}`, error);
    }
    this.#length += bytes.length;
    this.#timer ??= setTimeout(() => this.#syncSoon(), SYNC_AFTER_MS);
  }

  /** Whether what is torn is the beginning of a line that begins like this, whole or not. */
  tornBegins(beginning: string): boolean {
    const there = utf8Loose.decode(this.#tornBytes.subarray(0, beginning.length));
    return beginning.startsWith(there) || there.startsWith(beginning);
  }

  /** Waits until the disk has what was appended, and the file's name. */
  syncNow(): void {
    orStateError(`cannot sync the state ${this.path} to disk`, () => {
      this.#file.syncSync();
      syncFolder(dirname(this.path));
    });
  }

  /** Lets go of the file as it is. */
  release(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    unlock(this.#file);
    this.#file.close();
  }

  /** Waits until the disk has everything, and lets go of the file. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    try {
      await this.#syncing;
      if (this.#failure !== null) throw this.#failure;
      orStateError(`cannot sync the state ${this.path} to disk`, () => this.#file.syncDataSync());
    } finally {
      unlock(this.#file);
      this.#file.close();
    }
  }

  #syncSoon(): void {
    this.#timer = null;
    this.#syncing = this.#file.syncData().catch((error) => {
      // After a failed sync nobody knows what the disk has: the next line is refused.
      this.#fail(`cannot sync the state ${this.path} to disk: ${reasonOf(error)}`, error);
    });
  }

  #fail(message: string, cause: unknown): StateError {
    this.#failure = new StateError(`${message}; ${this.#cutBack()}`, { cause });
    this.onFailure(this.#failure);
    return this.#failure;
  }

  /** Cuts off what was written of a line that did not fit. */
  #cutBack(): string {
    try {
      this.#file.truncateSync(this.#length);
      return "what it had before is whole";
    } catch (error) {
      return `a torn line may stand at its end (${reasonOf(error)})`;
    }
  }
}

/** Gives up the lock at once: a process that is just being started has the file for a moment, too. */
function unlock(file: Deno.FsFile): void {
  if (Deno.build.os !== "windows") file.unlockSync();
}

function readAll(file: Deno.FsFile): Uint8Array {
  const bytes = new Uint8Array(file.statSync().size);
  file.seekSync(0, Deno.SeekMode.Start);
  let filled = 0;
  while (filled < bytes.length) {
    const read = file.readSync(bytes.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

/** How many bytes the whole lines have; a last one that has its end but is no JSON is not whole either. */
function wholeLines(bytes: Uint8Array): number {
  const end = bytes.lastIndexOf(LINE_END) + 1;
  if (end < 2) return 0;
  const start = bytes.lastIndexOf(LINE_END, end - 2) + 1;
  return parsed(bytes.subarray(start, end - 1)) === undefined ? start : end;
}

/** The value of a line; undefined where it is none. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function count(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at !== -1; at = bytes.indexOf(LINE_END, at + 1)) lines++;
  return lines;
}

/** Windows opens no folders, and one that holds more than ours may not be read: there the file system's journal has to do. */
function syncFolder(path: string): void {
  if (Deno.build.os === "windows") return;
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return;
  using folder = Deno.openSync(path, { read: true });
  folder.syncSync();
}
