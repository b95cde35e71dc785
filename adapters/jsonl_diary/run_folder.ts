import { join } from "node:path";
import { MANIFEST_SCHEMA, manifestSchema, type RunManifest } from "../../engine/mod.ts";
import { syncFolder, writeWhole } from "./durable.ts";
import { orRunError, reasonOf, RunError } from "./run_error.ts";

/** Where the files of one run lie. */
export interface RunFolder {
  readonly path: string;
  readonly manifestPath: string;
  readonly diaryPath: string;
}

/** The folder of a run that just begins. */
export interface NewRunFolder extends RunFolder {
  readonly id: string;
}

/** Makes an empty folder for a new run inside `root`, which is made too where it is missing. */
export function createRunFolder(root: string): NewRunFolder {
  return orUnwritable(root, () => {
    Deno.mkdirSync(root, { recursive: true });
    const id = makeFolder(root);
    syncFolder(root);
    return { id, ...runFolderAt(join(root, id)) };
  });
}

/** Makes the folder that runs are kept in where it is missing. */
export function makeRunsRoot(root: string): void {
  orUnwritable(root, () => Deno.mkdirSync(root, { recursive: true }));
}

function orUnwritable<Result>(root: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new RunError(`cannot make a run folder in ${root}: ${unwritable(error)}`, { cause: error });
  }
}

function unwritable(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno has no permission to write there; wanted a folder that its --allow-write covers";
  }
  const why = error instanceof Deno.errors.AlreadyExists ? "a file of that name is there" : reasonOf(error);
  return `${why}; wanted a folder that can be written`;
}

/** The names of a run's files in its folder. */
export function runFolderAt(path: string): RunFolder {
  return { path, manifestPath: join(path, "run.json"), diaryPath: join(path, "diary.jsonl") };
}

/** Writes the manifest of a run as a whole, in place of the one before. */
export function writeManifest(folder: RunFolder, manifest: RunManifest): void {
  const checked = manifestSchema.safeParse(manifest);
  if (!checked.success) {
    // Not an expected failure: a manifest that could not be read again must not be written.
    throw new Error(`the manifest of run ${manifest.id} breaks its schema: ${firstIssue(checked.error)}`);
  }
  writeWhole(folder.manifestPath, JSON.stringify(manifest, null, 2) + "\n");
}

/** Changes some fields of a run's manifest, and gives the whole. */
export function updateManifest(folder: RunFolder, changes: Partial<RunManifest>): RunManifest {
  const manifest = { ...readManifest(folder), ...changes };
  writeManifest(folder, manifest);
  return manifest;
}

/** Reads the manifest of a run. Throws a RunError where it is missing or damaged. */
export function readManifest(folder: RunFolder): RunManifest {
  const path = folder.manifestPath;
  const text = orRunError(`cannot read ${path}`, () => Deno.readTextFileSync(path));
  const value = parseJson(text, path);
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (typeof schema === "number" && schema > MANIFEST_SCHEMA) {
    throw new RunError(
      `${path} was written by a newer version (schema ${schema}); this one reads ${MANIFEST_SCHEMA}`,
    );
  }
  const checked = manifestSchema.safeParse(value);
  if (!checked.success) throw new RunError(`${path} is damaged: ${firstIssue(checked.error)}`);
  return checked.data;
}

function makeFolder(root: string): string {
  for (;;) {
    const id = newRunId();
    try {
      Deno.mkdirSync(join(root, id));
      return id;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

function newRunId(): string {
  return crypto.getRandomValues(new Uint8Array(4)).toHex();
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RunError(`${path} is damaged: not JSON`, { cause: error });
  }
}

function firstIssue(error: { readonly issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  const [issue] = error.issues;
  return `${issue.path.length === 0 ? "" : `field ${issue.path.join(".")}: `}${issue.message}`;
}
