import type { Diary, LoopEnd, Metrics, RunIndex, RunManifest } from "../../engine/mod.ts";
import { closeRun, failRun, openRun } from "./open_run.ts";
import { reasonOf } from "./run_error.ts";
import type { RunFolder } from "./run_folder.ts";
import { TrialDiary } from "./trial_diary.ts";
import { appendTrial } from "./trial_ledger.ts";

/** A run that lies in its folder. */
export interface RecordedRun<Result> {
  readonly folder: RunFolder;
  readonly result: Result;
}

/** What is written of a run: what it begins with, and what plays it into a diary. */
export interface RunToRecord<Result> {
  readonly codeRevision: string;
  readonly draft: (made: Pick<RunManifest, "id" | "codeRevision" | "started">) => RunManifest;
  readonly play: (diary: Diary, folder: RunFolder) => Promise<Result>;
}

/** What a run came to, as far as it is written down. */
export interface PlayedResult {
  readonly end: LoopEnd;
  readonly metrics: Metrics | null;
  readonly index?: RunIndex | undefined;
}

/**
 * Plays a run into a folder of its own inside `root`, which says how it ended whatever happens. It stands in the trial ledger
 * from its first decision on, before the line that tells of it: what ends without an answer was not tried.
 */
export async function recordRun<Result extends PlayedResult>(
  root: string,
  { codeRevision, draft, play }: RunToRecord<Result>,
): Promise<RecordedRun<Result>> {
  const started = new Date().toISOString();
  const manifestOf = (id: string): RunManifest => draft({ id, codeRevision, started });
  const run = await openRun(root, manifestOf, { durable: false, lazy: true });
  try {
    const diary = new TrialDiary(run.diary, () => appendTrial(root, manifestOf(run.folder.id)));
    const result = await play(diary, run.folder);
    const status = result.end === "reached-end" ? "finished" : "interrupted";
    const { metrics, index } = result;
    await closeRun(run, { status, ended: new Date().toISOString(), metrics, index });
    return { folder: run.folder, result };
  } catch (error) {
    await failRun(run, { ended: new Date().toISOString(), fault: reasonOf(error) });
    throw error;
  }
}
