import type { RunIndex, RunManifest } from "../../engine/mod.ts";
import { writeSynced } from "./durable.ts";
import { writeIndex } from "./index_file.ts";
import { orRunError } from "./run_error.ts";
import { createRunFolder, type NewRunFolder, writeManifest } from "./run_folder.ts";
import { appendTrial } from "./trial_ledger.ts";

/** A run that was played elsewhere. */
export interface ElsewhereRun {
  readonly manifest: RunManifest;
  readonly index: RunIndex | null;
  /** Null: it stayed there. */
  readonly diary: string | null;
}

/**
 * Keeps a run that was played elsewhere in a folder of its own in `root`, under a new id, and writes it into the trial ledger. It
 * counts as finished only when all of it is there.
 */
export function keepRun(root: string, { manifest, index, diary }: ElsewhereRun): NewRunFolder {
  const folder = createRunFolder(root);
  const own = { ...manifest, id: folder.id };
  if (diary !== null) {
    // With a diary and no manifest it would count as a run that lost it.
    writeManifest(folder, { ...own, status: "running", ended: null });
    orRunError(`cannot write ${folder.diaryPath}`, () => writeSynced(folder.diaryPath, diary));
  }
  if (index !== null && manifest.diary !== null) writeIndex(folder, manifest.diary, index);
  appendTrial(root, own);
  writeManifest(folder, own);
  return folder;
}
