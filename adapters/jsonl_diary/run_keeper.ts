import type { RunManifest } from "../../engine/mod.ts";
import type { JsonlDiary } from "./jsonl_diary.ts";
import { closeRun, failRun, openRun, type RunEnd } from "./open_run.ts";

/** A run that is written while something else goes on, for as long as that likes. */
export interface KeptRun {
  readonly id: string;
  readonly diary: JsonlDiary;
  /** Closes the diary and writes down how the run ended, now. */
  finish(end: Omit<RunEnd, "ended">): Promise<void>;
  /** Closes it and marks the run as failed, also on a disk that takes no byte more. */
  fail(): Promise<void>;
}

/**
 * Gives what begins runs inside `root`, each in a folder of its own. Every commit hands its lines to the system: a
 * process that is killed leaves an unfinished run with all of them.
 */
export function runKeeper(
  root: string,
  codeRevision: string,
): (
  manifestOf: (made: Pick<RunManifest, "id" | "codeRevision" | "started">) => RunManifest,
) => Promise<KeptRun> {
  const now = (): string => new Date().toISOString();
  return async (manifestOf) => {
    const started = now();
    const run = await openRun(root, (id) => manifestOf({ id, codeRevision, started }), { durable: false });
    return {
      id: run.folder.id,
      diary: run.diary,
      finish: async (end) => void await closeRun(run, { ...end, ended: now() }),
      fail: () => failRun(run, { ended: now() }),
    };
  };
}
