import type { DiaryLine, RunIndex, RunManifest } from "../../engine/mod.ts";
import { drawBlocks } from "./blocks.ts";
import type { ShownComparison } from "./compared.ts";
import type { CompareOptions } from "./compare_options.ts";
import { compareBlocks, compareJson } from "./compare_view.ts";
import { EXIT_FAILURE, FailureError, UsageError } from "./errors.ts";
import { formatPeriod } from "./format.ts";
import { painter } from "./paint.ts";
import type { Terminal } from "./terminal.ts";

/** A past run where it lies. */
interface Folder {
  readonly manifest: RunManifest;
  readonly path: string;
  readonly diaryPath: string;
}

/** A run with what is compared of it. */
interface OpenedRun {
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

/** What compares them. */
export interface CompareTools<End> extends IndexTools<End> {
  compareRuns(
    runs: readonly OpenedRun[],
    options: Pick<CompareOptions, "draws" | "seed">,
  ): ShownComparison;
}

/** Sets runs side by side; gives the exit code. */
export function compareCommand<End>(
  options: CompareOptions,
  terminal: Terminal,
  tools: CompareTools<End>,
): number {
  const { words, json } = options;
  if (words.length === 1) {
    throw new UsageError(`"${words[0]}" is one run; wanted two or more`, "compare");
  }
  const runs = words.map((word) => openIndexed(options.runs, word, tools));
  refuseIncomparable(runs.map(({ manifest }) => manifest));
  const comparison = tools.compareRuns(runs, options);
  const blocks = compareBlocks(comparison, runs.map(({ manifest }) => manifest));
  terminal.print(
    json ? compareJson(comparison) : drawBlocks(blocks, terminal.columns(), painter(terminal.colour)),
  );
  return comparison.pairs.every(({ test }) => test !== null) ? 0 : EXIT_FAILURE;
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

function refuseIncomparable(manifests: readonly RunManifest[]): void {
  const [first, ...others] = manifests;
  for (const [index, { id }] of manifests.entries()) {
    if (manifests.findIndex((other) => other.id === id) === index) continue;
    throw new UsageError(`run ${id} was named twice; wanted different runs`, "compare");
  }
  for (const other of others) {
    const [ours, theirs] = [first.range, other.range];
    if (ours.from < theirs.until && theirs.from < ours.until) continue;
    throw new FailureError(
      `runs ${first.id} (${formatPeriod(ours.from, ours.until)}) and ${other.id} (${
        formatPeriod(theirs.from, theirs.until)
      }) do not overlap; wanted runs over the same time`,
    );
  }
}
