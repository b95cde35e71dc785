import { existsSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { type SeenEntry, seenEntrySchema, type SeenStore } from "../../engine/mod.ts";
import { SeenFileError } from "./seen_file_error.ts";
import { checkSums, removeSums, writeSums } from "./seen_sums.ts";

/** The open file is packed when it has so many bytes. */
const BLOCK_BYTES = 1 << 20;
const OPEN = /^open-(\d{6})\.jsonl$/;
const PACKED = /^(\d{6})\.jsonl\.zst$/;
const LINE_END = 0x0a;
/** The folder in that of a run. */
const SEEN = "seen";
const encoder = new TextEncoder();

/**
 * What a run saw, a JSON line each: packed blocks `000000.jsonl.zst`, `000001.jsonl.zst`, … and the open one after them,
 * in a folder of their own. A line that a killed process left torn is dropped: nothing has followed from it.
 */
export class SeenFile implements SeenStore {
  readonly #folder: string;
  readonly #blockBytes: number;
  /** Of the open block. */
  #number: number;
  #file: Deno.FsFile;
  #bytes: number;

  private constructor(folder: string, number: number, blockBytes: number) {
    this.#folder = folder;
    this.#number = number;
    this.#blockBytes = blockBytes;
    this.#file = attempt(`cannot open ${this.#openPath}`, () => openAtWholeLine(this.#openPath));
    this.#bytes = this.#file.statSync().size;
  }

  /** Opens a folder, which is made where there is none. Throws a SeenFileError where that cannot be done. */
  static open(folder: string, blockBytes = BLOCK_BYTES): SeenFile {
    return attempt(`cannot keep what the run sees in ${folder}`, () => {
      Deno.mkdirSync(folder, { recursive: true });
      removeSums(folder);
      const packed = numbersOf(folder, PACKED);
      // A block that was packed before its process was killed is there twice.
      for (const number of numbersOf(folder, OPEN)) {
        if (packed.includes(number)) Deno.removeSync(join(folder, openName(number)));
      }
      return new SeenFile(folder, packed.length === 0 ? 0 : Math.max(...packed) + 1, blockBytes);
    });
  }

  /** What is kept there, oldest first; read block by block. */
  entries(): Iterable<SeenEntry> {
    return readSeen(this.#folder, this.#number);
  }

  append(entry: SeenEntry): void {
    const bytes = encoder.encode(`${JSON.stringify(entry)}\n`);
    attempt(`cannot write ${this.#openPath}`, () => {
      for (let written = 0; written < bytes.length;) written += this.#file.writeSync(bytes.subarray(written));
    });
    this.#bytes += bytes.length;
    if (this.#bytes >= this.#blockBytes) this.#pack();
  }

  async commit(): Promise<void> {
    try {
      await this.#file.syncData();
    } catch (error) {
      throw new SeenFileError(`cannot sync ${this.#openPath} to disk: ${(error as Error).message}`);
    }
  }

  /** Lets go of the open block, and writes down what each block is. */
  [Symbol.dispose](): void {
    this.#file.close();
    try {
      writeSums(this.#folder, blocksIn(this.#folder));
    } catch (error) {
      // On a full disk the run has failed already, with its reason: without hashes nobody is held to them.
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }

  #pack(): void {
    attempt(`cannot pack ${this.#openPath}`, () => {
      const target = join(this.#folder, packedName(this.#number));
      writeSynced(`${target}.tmp`, zstdCompressSync(Deno.readFileSync(this.#openPath)));
      Deno.renameSync(`${target}.tmp`, target);
      this.#file.close();
      Deno.removeSync(this.#openPath);
      this.#number++;
      this.#file = openAtWholeLine(this.#openPath);
      this.#bytes = 0;
    });
  }

  get #openPath(): string {
    return join(this.#folder, openName(this.#number));
  }
}

/** Whether the run that lies in this folder kept what it saw. */
export function hasSeen(runPath: string): boolean {
  return existsSync(join(runPath, SEEN));
}

/** What it saw; as {@link readSeen}, once each block is what the run left it as. Throws a SeenFileError where one is not. */
export function seenIn(runPath: string): Iterable<SeenEntry> {
  const folder = join(runPath, SEEN);
  attempt(`cannot read ${folder}`, () => checkSums(folder));
  return readSeen(folder);
}

/** What a run saw, from its folder, oldest first. Throws a SeenFileError where a block is missing or damaged. */
export function* readSeen(folder: string, open?: number): Iterable<SeenEntry> {
  const last = open ?? Math.max(-1, ...numbersOf(folder, PACKED)) + 1;
  for (let number = 0; number <= last; number++) {
    const path = join(folder, number < last ? packedName(number) : openName(number));
    const text = attempt(
      `cannot read ${path}`,
      () => number < last ? unpacked(path) : textIfThere(path) ?? packedMeanwhile(folder, number),
    );
    for (const [index, line] of text.split("\n").slice(0, -1).entries()) {
      yield attempt(`${path}, line ${index + 1} is damaged`, () => entryOf(line));
    }
  }
}

/** The entry as it was written, fields in their order, since lines of the diary follow from it; throws with what is wrong. */
function entryOf(line: string): SeenEntry {
  const entry = JSON.parse(line);
  const { error } = seenEntrySchema.safeParse(entry);
  if (error === undefined) return entry;
  const [{ path, message }] = error.issues;
  throw new Error(path.length === 0 ? message : `${path.join(".")}: ${message}`);
}

function unpacked(path: string): string {
  return new TextDecoder().decode(zstdDecompressSync(Deno.readFileSync(path)));
}

function textIfThere(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** An open block that is not there was never begun, or the run that goes on has packed it while its others were read. */
function packedMeanwhile(folder: string, number: number): string {
  return numbersOf(folder, PACKED).includes(number) ? unpacked(join(folder, packedName(number))) : "";
}

/** Opens a file for lines to come; what stands after its last whole line is cut off. */
function openAtWholeLine(path: string): Deno.FsFile {
  const file = Deno.openSync(path, { read: true, append: true, create: true });
  const bytes = Deno.readFileSync(path);
  const whole = bytes.lastIndexOf(LINE_END) + 1;
  if (whole < bytes.length) file.truncateSync(whole);
  return file;
}

function blocksIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
    OPEN.test(name) || PACKED.test(name)
  );
}

function numbersOf(folder: string, pattern: RegExp): number[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name }) => {
    const number = pattern.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function openName(number: number): string {
  return `open-${String(number).padStart(6, "0")}.jsonl`;
}

function packedName(number: number): string {
  return `${String(number).padStart(6, "0")}.jsonl.zst`;
}

function writeSynced(path: string, bytes: Uint8Array): void {
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.syncSync();
}

function attempt<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof SeenFileError) throw error;
    throw new SeenFileError(`${what}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
