import { join } from "node:path";
import type { CassetteStore } from "../../engine/mod.ts";
import { CassetteArchive } from "./cassette_archive.ts";
import { CassetteError } from "./cassette_error.ts";
import { CassetteFolder } from "./cassette_folder.ts";
import { type EntryStore, LayeredStore } from "./layered_store.ts";

/** Where the recorded answers of a run lie. */
export interface CassettePlaces {
  /** The folder that runs share. */
  readonly shared: string;
  /** The run's own folder; what it records is kept there too. Null: it is no run's. */
  readonly run: string | null;
  /** A folder of packed answers that are only read, one file a model. */
  readonly shipped: string;
  readonly model: { readonly provider: string; readonly model: string };
}

/**
 * The recorded answers of a run that is played again, to be read only: its own first, then where it may have had them
 * from. Throws a CassetteError that names the first of `keys` that is gone or damaged.
 */
export function openRecordedCassettes(
  { shared, run, shipped, model }: CassettePlaces,
  keys: Iterable<string>,
): EntryStore {
  const folders = [...(run === null ? [] : [join(run, "cassette")]), shared];
  const store = new LayeredStore({
    read: [...folders.map((path) => new CassetteFolder(path)), ...archivesIn(shipped, model)],
    keep: [],
  });
  for (const key of keys) {
    if (store.find(key) !== null) continue;
    const [damaged] = [...store.damaged].filter((where) => where.includes(key));
    if (damaged !== undefined) {
      throw new CassetteError(
        `the recorded answer ${damaged} was changed; wanted the one the run had, key ${key}`,
      );
    }
    const where = [...folders, join(shipped, archiveName(model))].join(", ");
    throw new CassetteError(`the recorded answer ${key} is gone; wanted it in one of ${where}`);
  }
  return store;
}

/** Opens them as one store: the shared folder first, then what is shipped; new answers of a run are kept beside it too. */
export function openCassettes({ shared, run, shipped, model }: CassettePlaces): CassetteStore {
  const folder = new CassetteFolder(shared);
  const beside = run === null ? [] : [new CassetteFolder(join(run, "cassette"))];
  const own = new Set(
    beside.flatMap((one) => [...one.files()]).flatMap(({ key }) => key === null ? [] : [key]),
  );
  // Only a run that goes on has answers of its own already: what they were goes before what others keep.
  const read = own.size === 0 ? [] : beside;
  return new LayeredStore({
    read: [...read, folder, ...archivesIn(shipped, model)],
    keep: [...beside, folder],
    own,
  });
}

function archivesIn(shipped: string, model: CassettePlaces["model"]): CassetteArchive[] {
  const packed = join(shipped, archiveName(model));
  return isThere(packed) ? [new CassetteArchive(packed)] : [];
}

/** The file with a model's packed answers; what a file's name cannot hold is a hyphen in it. */
function archiveName({ provider, model }: CassettePlaces["model"]): string {
  return `${`${provider}-${model}`.replace(/[^\w.-]/g, "-")}.cassette.gz`;
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
