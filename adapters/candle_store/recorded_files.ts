import { basename, dirname, join, relative } from "node:path";
import type { DataFile } from "../../engine/mod.ts";
import { DataError } from "./data_error.ts";
import { readBytes, sha256Of } from "./file_content.ts";

/** Files that a run read, found again as they were. */
export interface RecordedFiles {
  /** Where they lie. */
  readonly folder: string;
  /** Their paths. */
  readonly only: ReadonlySet<string>;
}

/**
 * Finds the files that a run read, in `moved` where they lie elsewhere now, and holds each against its hash. Throws a
 * DataError that names the first that is gone or is another one, with both hashes.
 */
export function findRecordedFiles(
  files: readonly Pick<DataFile, "path" | "sha256" | "kind">[],
  moved: string | null,
): RecordedFiles {
  const first = files.find(({ kind }) => kind === "candles");
  if (first === undefined) throw new DataError("the run names no file of candles; wanted the ones it read");
  const from = dirname(first.path);
  const folder = moved ?? from;
  const only = new Set<string>();
  for (const { path, sha256 } of files) {
    const now = moved === null ? path : join(moved, relative(from, path));
    const found = hashOf(now, sha256);
    if (found !== sha256) {
      throw new DataError(`${now} was changed: its sha256 is ${found}; wanted ${sha256}, as the run read it`);
    }
    // As a scan of the folder names it.
    const inside = relative(from, path);
    only.add(dirname(inside) === "." ? `${folder}/${basename(path)}` : `${folder}/${inside}`);
  }
  return { folder, only };
}

function hashOf(path: string, wanted: string): string {
  try {
    return sha256Of(readBytes(path));
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(
      `${error.message}; wanted the file the run read, sha256 ${wanted} (--data DIR: it moved)`,
      {
        cause: error,
      },
    );
  }
}
