import { crc32 } from "node:zlib";

/** Raises with every change of the format, or of what the parsers make of a file. */
const VERSION = 1;
const MAGIC = 0x52505231;
/** Magic, version, columns, rows, checksum, and a spare word that keeps the columns aligned. */
const HEADER_WORDS = 6;
const HEADER_BYTES = HEADER_WORDS * 4;

/** Where parsed columns are kept, so that a file is parsed once. */
export interface ColumnCache {
  /** The columns kept under a key, or null where there are none or they are broken. */
  load(key: string): readonly Float64Array[] | null;
  /** Keeps columns of equal length. A folder that cannot be written only costs time the next time. */
  save(key: string, columns: readonly Float64Array[]): void;
}

/** Keeps nothing. */
export const NO_CACHE: ColumnCache = { load: () => null, save: () => undefined };

/** Columns as files of a folder, one each, named by their key. */
export class FolderCache implements ColumnCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reads them back; a file that is cut, damaged or of another version counts as not there. */
  load(key: string): readonly Float64Array[] | null {
    const bytes = readOrNull(this.#path(key));
    return bytes === null ? null : decodeColumns(bytes);
  }

  /** Writes them whole or not at all: under another name first. */
  save(key: string, columns: readonly Float64Array[]): void {
    const path = this.#path(key);
    const draft = `${path}.${crypto.randomUUID()}`;
    try {
      Deno.mkdirSync(this.#folder, { recursive: true });
      writeColumns(draft, columns);
      Deno.renameSync(draft, path);
    } catch {
      // A cache is a saving and no more: without it the file is parsed again, so nothing is lost or owed here.
      removeIfThere(draft);
    }
  }

  #path(key: string): string {
    return `${this.#folder}/${key}.v${VERSION}.columns`;
  }
}

/** Column by column: a copy of all of them would count against the bound on memory. */
function writeColumns(path: string, columns: readonly Float64Array[]): void {
  const parts = columns.map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  const checksum = parts.reduce((sum, part) => crc32(part, sum), 0);
  const header = Uint32Array.of(MAGIC, VERSION, columns.length, columns[0]?.length ?? 0, checksum, 0);
  using file = Deno.openSync(path, { write: true, createNew: true });
  for (const part of [new Uint8Array(header.buffer), ...parts]) {
    for (let at = 0; at < part.length;) at += file.writeSync(part.subarray(at));
  }
}

function decodeColumns(bytes: Uint8Array<ArrayBuffer>): Float64Array[] | null {
  if (bytes.length < HEADER_BYTES) return null;
  const [magic, version, count, rows, checksum] = new Uint32Array(bytes.buffer, 0, HEADER_WORDS);
  const whole = bytes.length === HEADER_BYTES + count * rows * 8;
  if (magic !== MAGIC || version !== VERSION || !whole) return null;
  if (crc32(bytes.subarray(HEADER_BYTES)) !== checksum) return null;
  return Array.from(
    { length: count },
    (_, index) => new Float64Array(bytes.buffer, HEADER_BYTES + index * rows * 8, rows),
  );
}

function readOrNull(path: string): Uint8Array<ArrayBuffer> | null {
  try {
    using file = Deno.openSync(path);
    // Into memory of the right size at once: twice as fast as reading a file of a length not known before.
    const bytes = new Uint8Array(file.statSync().size);
    let at = 0;
    while (at < bytes.length) {
      const count = file.readSync(bytes.subarray(at));
      if (count === null) return null;
      at += count;
    }
    return bytes;
  } catch (error) {
    // Not there, or not readable, which is as good: the file is parsed again.
    if (error instanceof Error) return null;
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    // It was never made, or the folder cannot be written: there is nothing to take away.
    if (!(error instanceof Error)) throw error;
  }
}
