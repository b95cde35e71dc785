import { canonicalJson, type RunManifest } from "../../engine/mod.ts";
import { type FoundRun, listRuns } from "./find_run.ts";
import { JsonlDiary } from "./jsonl_diary.ts";
import { closeRun, failRun, type OpenRun, openRun } from "./open_run.ts";
import type { PlayedResult, RunToRecord } from "./record_run.ts";
import { reasonOf, RunError } from "./run_error.ts";
import { updateManifest } from "./run_folder.ts";

/** A run that is written, from its beginning or on from where it stopped. */
export interface ContinuedRun extends OpenRun {
  readonly manifest: RunManifest;
  /** The hash of each line that was there already. */
  readonly hashes: readonly string[];
}

/** What is wanted: to go on with a run of a manifest like the draft, or a new one. */
export interface RunToContinue<Result> extends Omit<RunToRecord<Result>, "play"> {
  /** Begin another one, where one could go on. */
  readonly isNew: boolean;
  readonly play: (run: ContinuedRun) => Promise<Result>;
}

/**
 * Goes on with the last run inside `root` that has the same mode, settings, agent's file and source of data and was never
 * finished, or begins one; what ends it early leaves it unfinished. Throws a RunError where another process writes it.
 */
export async function continueRun<Result extends PlayedResult>(
  root: string,
  { codeRevision, draft, isNew, play }: RunToContinue<Result>,
): Promise<Result> {
  const started = new Date().toISOString();
  const run = await unfinishedOrNew(root, (id) => draft({ id, codeRevision, started }), isNew);
  try {
    const result = await play(run);
    const status = result.end === "interrupted" ? "interrupted" : "finished";
    const { metrics, index } = result;
    await closeRun(run, { status, ended: new Date().toISOString(), metrics, index });
    return result;
  } catch (error) {
    await failRun(run, { ended: new Date().toISOString(), fault: reasonOf(error) });
    throw error;
  }
}

async function unfinishedOrNew(
  root: string,
  manifestOf: (id: string) => RunManifest,
  isNew: boolean,
): Promise<ContinuedRun> {
  const found = isNew ? undefined : unfinishedLike(root, manifestOf("00000000"));
  if (found === undefined) {
    const run = await openRun(root, manifestOf, { durable: true });
    return { ...run, manifest: manifestOf(run.folder.id), hashes: [] };
  }
  const hashes: string[] = [];
  const diary = resumed(found, hashes);
  const { manifest } = found;
  const interruption = { ended: manifest.ended, resumed: new Date().toISOString() };
  const interruptions = [...manifest.interruptions ?? [], interruption];
  const changed = updateManifest(found, { status: "running", ended: null, diary: null, interruptions });
  return { folder: { ...found, id: manifest.id }, diary, manifest: changed, hashes };
}

function resumed(found: FoundRun, hashes: string[]): JsonlDiary {
  try {
    return JsonlDiary.resume(found.diaryPath, { durable: true, onLine: ({ hash }) => hashes.push(hash) });
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    throw new RunError(`run ${found.manifest.id} cannot go on: ${error.message}; --new begins another`, {
      cause: error,
    });
  }
}

function unfinishedLike(root: string, wanted: RunManifest): FoundRun | undefined {
  return listRuns(root).find((run): run is FoundRun => {
    const of = run.manifest;
    return of !== null && of.status !== "finished" && of.mode === wanted.mode &&
      of.data.source === wanted.data.source && settingsOf(of) === settingsOf(wanted) &&
      of.agentFile?.sha256 === wanted.agentFile?.sha256;
  });
}

/** All that a key is made of but when the run began: that makes the key of a live run another each time. */
function settingsOf({ settings: { started: _, ...settings } }: RunManifest): string {
  return canonicalJson(settings);
}
