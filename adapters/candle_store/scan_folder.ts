import { DataError } from "./data_error.ts";
import { isRead, MARK_FOLDER, type NamedFile, readFileName } from "./file_name.ts";

/** A file of a folder that can be read, as far as its name tells. */
export interface FoundFile extends NamedFile {
  readonly path: string;
  /** Its name without the folder. */
  readonly name: string;
}

/** A file of a folder that is left alone. */
export interface IgnoredFile {
  readonly name: string;
  readonly why: string;
}

/** What lies in a folder, by name. */
export interface FolderScan {
  readonly found: readonly FoundFile[];
  readonly ignored: readonly IgnoredFile[];
}

/** Files that belong to a data folder and hold no data: nobody asks why they are not read. */
const COMPANION = /^(?:README|LICENSE|NOTICE)(?:\.[a-z]+)?$|^(?:manifest|instruments)\.json$|^\./;
const CHECKSUM = ".CHECKSUM";

/**
 * Tells the files of a folder by their names, in order of names; of folders in it only Binance's of mark prices is
 * looked into. Throws a DataError where a folder cannot be read.
 */
export function scanFolder(folder: string): FolderScan {
  const found: FoundFile[] = [];
  const ignored: IgnoredFile[] = [];
  const entries = entriesOf(folder).sort((a, b) => a.name < b.name ? -1 : 1);
  const names = new Set(entries.filter(({ isDirectory }) => !isDirectory).map(({ name }) => name));
  for (const { name, isDirectory } of entries) {
    if (COMPANION.test(name) || isUsedChecksum(name, names)) continue;
    if (isDirectory && name === MARK_FOLDER) {
      const marks = scanFolder(`${folder}/${name}`);
      found.push(...marks.found);
      ignored.push(...marks.ignored.map((file) => ({ ...file, name: `${name}/${file.name}` })));
      continue;
    }
    const why = isDirectory ? "a folder: name it itself to have it read" : superseded(name, names);
    const named = why === null ? readFileName(folder, name) : { why };
    if (isRead(named)) found.push({ ...named, name, path: `${folder}/${name}` });
    else ignored.push({ name, why: named.why });
  }
  return { found, ignored };
}

function isUsedChecksum(name: string, names: ReadonlySet<string>): boolean {
  return name.endsWith(CHECKSUM) && names.has(name.slice(0, -CHECKSUM.length));
}

/**
 * People unpack archives where they lie, and fetch days before their month is out: the same candles then lie there
 * twice, and the archive, or the month, is the one to read.
 */
function superseded(name: string, names: ReadonlySet<string>): string | null {
  const archive = /^(?<month>.+-[0-9]{4}-[0-9]{2})(?<day>-[0-9]{2})?\.(?<ending>zip|csv)$/.exec(name)?.groups;
  if (archive === undefined) return null;
  const { month, day = "", ending } = archive;
  const packed = `${month}${day}.zip`;
  if (ending === "csv" && names.has(packed)) return `unpacked: ${packed} is read`;
  const whole = [`${month}.zip`, `${month}.csv`].find((one) => day !== "" && names.has(one));
  return whole === undefined ? null : `a day of ${whole}, which is read`;
}

function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "it is not there" : String((error as Error).message);
    throw new DataError(`cannot read the data folder "${folder}": ${why}`, { cause: error });
  }
}
