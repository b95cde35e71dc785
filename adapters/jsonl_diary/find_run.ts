import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { RunManifest } from "../../engine/mod.ts";
import { orRunError, RunError } from "./run_error.ts";
import { readManifest, type RunFolder, runFolderAt } from "./run_folder.ts";

/** A run with its manifest. */
export interface FoundRun extends RunFolder {
  readonly manifest: RunManifest;
}

/** A folder of a run whose manifest cannot be read. */
export interface DamagedRun extends RunFolder {
  readonly manifest: null;
  /** What is wrong with it, in one line. */
  readonly reason: string;
}

/** What a run folder turns out to be. */
export type ListedRun = FoundRun | DamagedRun;

const RUN_ID = /^[0-9a-f]{8}$/;
const MANY = 5;

/** All runs in `root` in no order, each read when it is asked for. */
export function* walkRuns(root: string): Iterable<ListedRun> {
  for (const name of folderNames(root)) yield readRun(join(root, name));
}

/** All runs in `root`, newest start first; damaged ones stand last, each with its reason. None is no error. */
export function listRuns(root: string): readonly ListedRun[] {
  return folderNames(root).map((name) => readRun(join(root, name))).sort(newestFirst);
}

/**
 * The run that a person means: an id or its beginning, a path (of its folder, run.json or diary.jsonl), or `last`:
 * the newest that `isMeant` says yes to, and where there is none the newest at all. Throws a RunError that says what there
 * is where none or several fit.
 */
export function findRun(root: string, ref: string, isMeant?: (run: FoundRun) => boolean): FoundRun {
  if (looksLikePath(ref)) return whole(readRun(folderOf(ref)));
  const runs = listRuns(root);
  const matches = ref === "last" ? newestOf(runs.filter(isWhole), isMeant) : matching(runs, ref);
  if (matches.length === 1) return whole(matches[0]);
  if (matches.length > 1) {
    throw new RunError(`"${ref}" begins ${matches.length} runs in ${root} (${some(matches)}); wanted one`);
  }
  const there = runs.length === 0 ? "there are none yet" : `there are: ${some(runs)}`;
  throw new RunError(`no run "${ref}" in ${root}; ${there}`);
}

function newestOf(
  runs: readonly FoundRun[],
  isMeant: (run: FoundRun) => boolean = () => true,
): readonly FoundRun[] {
  const meant = runs.find(isMeant);
  return meant === undefined ? runs.slice(0, 1) : [meant];
}

function folderNames(root: string): readonly string[] {
  try {
    return [...Deno.readDirSync(root)].filter((entry) => isRunFolder(root, entry)).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    return orRunError(`cannot list the runs in ${root}`, () => {
      throw error;
    });
  }
}

/**
 * A folder with a manifest, whatever its name: a person may have renamed it. Without one it is a run that lost it where
 * there is something in its diary; otherwise the process was killed before the run began, and there is no run.
 */
function isRunFolder(root: string, entry: Deno.DirEntry): boolean {
  if (entry.isFile) return false;
  const { manifestPath, diaryPath } = runFolderAt(join(root, entry.name));
  return existsSync(manifestPath) || (RUN_ID.test(entry.name) && hasBytes(diaryPath));
}

function hasBytes(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function readRun(path: string): ListedRun {
  const folder = runFolderAt(path);
  try {
    return { ...folder, manifest: readManifest(folder) };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return { ...folder, manifest: null, reason: error.message };
  }
}

function newestFirst(a: ListedRun, b: ListedRun): number {
  const [startA, startB] = [a, b].map((run) => run.manifest === null ? -1 : Date.parse(run.manifest.started));
  return startB - startA || (a.path < b.path ? -1 : 1);
}

function matching(runs: readonly ListedRun[], ref: string): readonly ListedRun[] {
  const id = ref.toLowerCase();
  if (id === "") return [];
  const exact = runs.filter((run) => namesOf(run).includes(id));
  return exact.length > 0 ? exact : runs.filter((run) => namesOf(run).some((name) => name.startsWith(id)));
}

/** The id, and the folder's name where that is another one. */
function namesOf(run: ListedRun): readonly string[] {
  const name = basename(run.path).toLowerCase();
  return run.manifest === null ? [name] : [run.manifest.id, name];
}

function some(runs: readonly ListedRun[]): string {
  const names = runs.slice(0, MANY).map((run) => basename(run.path)).join(", ");
  return runs.length > MANY ? `${names} and ${runs.length - MANY} more` : names;
}

function looksLikePath(ref: string): boolean {
  return /[/\\]/.test(ref) || /^\.{1,2}$/.test(ref) || isFileOfRun(ref);
}

function folderOf(ref: string): string {
  return isFileOfRun(basename(ref)) ? dirname(ref) : ref.replace(/[/\\]+$/, "");
}

function isFileOfRun(name: string): boolean {
  return name === "run.json" || name === "diary.jsonl";
}

function isWhole(run: ListedRun): run is FoundRun {
  return run.manifest !== null;
}

function whole(run: ListedRun): FoundRun {
  if (isWhole(run)) return run;
  throw new RunError(run.reason);
}
