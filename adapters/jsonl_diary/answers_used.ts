import { findRun, listRuns } from "./find_run.ts";
import { readDiary } from "./read_diary.ts";

/** The keys of the recorded answers that a run's diary names. Throws a RunError where the run cannot be read. */
export function answersUsedBy(
  root: string,
  run: string,
): { readonly path: string; readonly keys: Set<string> } {
  const { path, diaryPath } = findRun(root, run);
  return { path, keys: keysIn(diaryPath) };
}

/** The keys of the recorded answers that any run in `root` names; a run without a model names none. */
export function answersUsed(root: string): Set<string> {
  const keys = new Set<string>();
  for (const { manifest, diaryPath } of listRuns(root)) {
    // A run that cannot be read may have used anything: its diary is read all the same, as far as it goes.
    if (manifest !== null && manifest.model === undefined) continue;
    for (const key of keysIn(diaryPath)) keys.add(key);
  }
  return keys;
}

/** The keys of the recorded answers that a diary names. */
export function keysIn(diaryPath: string): Set<string> {
  const { lines } = readDiary(diaryPath);
  return new Set(lines.flatMap(({ entry }) => entry.kind === "cycle" ? entry.cassetteKeys ?? [] : []));
}
