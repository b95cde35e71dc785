import type { DiaryLine, RunIndex, RunManifest } from "../../engine/mod.ts";
import { FailureError } from "./errors.ts";

/** A past run where it lies. */
interface Folder {
  readonly manifest: RunManifest;
  readonly path: string;
  readonly diaryPath: string;
}

/** A run with what is compared of it. */
export interface OpenedRun {
  readonly manifest: RunManifest;
  readonly index: RunIndex;
  readonly lines: () => Iterator<string, unknown, void>;
}

/** What finds runs and indexes them. */
export interface IndexTools<End> {
  findRun(root: string, ref: string): Folder;
  /** Null where there is none that fits the diary. */
  readIndex(run: Folder): RunIndex | null;
  walkDiary(path: string, onLine: (line: DiaryLine) => void): End;
  verifyAgainst(manifest: RunManifest, end: End): void;
  recordedLines(diaryPath: string, withTail: boolean): Iterator<string, unknown, void>;
  readonly RunIndexFold: new () => { add(entry: DiaryLine["entry"]): void; result(): RunIndex };
}

/** A run that ended and traded, with its index; where it has none that fits, its diary is read and checked. */
export function openIndexed<End>(root: string, word: string, tools: IndexTools<End>): OpenedRun {
  const run = tools.findRun(root, word);
  const { manifest, diaryPath } = run;
  if (manifest.metrics === null) {
    throw new FailureError(
      `run ${manifest.id} is ${
        manifest.status === "running" ? "unfinished" : manifest.status
      } and has no figures; ` +
        "wanted a run that ended",
    );
  }
  const index = tools.readIndex(run) ?? indexed(run, tools);
  if (index.fills === 0) {
    throw new FailureError(
      `run ${manifest.id} made no trade, so there is nothing to go by; wanted one that did`,
    );
  }
  return { manifest, index, lines: () => tools.recordedLines(diaryPath, false) };
}

function indexed<End>({ manifest, diaryPath }: Folder, tools: IndexTools<End>): RunIndex {
  const fold = new tools.RunIndexFold();
  tools.verifyAgainst(manifest, tools.walkDiary(diaryPath, ({ entry }) => fold.add(entry)));
  return fold.result();
}
