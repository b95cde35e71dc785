import type { CycleEntry, Diary, DiaryEntry, LoopEnd, Metrics, RunManifest } from "../../engine/mod.ts";
import { EXIT_INTERRUPTED } from "./errors.ts";
import { interruptible } from "./interruptible.ts";
import type { OpenedRun, RecordedFolder } from "./open_recorded.ts";
import { watchRun } from "./present.ts";
import type { ReplayOptions } from "./replay_options.ts";
import type { Terminal } from "./terminal.ts";
import { openWhatIf, type OpenWhatIfTools, type WhatIfPlayer } from "./what_if.ts";
import type { WhatIf } from "./what_if_options.ts";
import { renderWhatIf, whatIfJson, whatIfWarnings } from "./what_if_view.ts";

type Made = Pick<RunManifest, "id" | "codeRevision" | "started">;

/** From when to when, ms. */
export interface RunRange {
  readonly from: number;
  readonly until: number;
}

interface FolderOfRun {
  readonly path: string;
  readonly diaryPath: string;
}

interface ResultOfRun {
  readonly end: LoopEnd;
  readonly metrics: Metrics;
  readonly warnings: readonly string[];
}

/** What opens a run with something otherwise, and plays it into a folder of its own. */
export interface WhatIfTools<Player extends WhatIfPlayer, Plan extends RunRange>
  extends OpenWhatIfTools<Player, Plan> {
  /** The code that plays. */
  readonly revision: string;
  verifyRun(run: RecordedFolder): unknown;
  /** The figures that a diary gives. */
  readonly MetricsFold: new () => {
    add(entry: DiaryEntry): void;
    result(): { readonly metrics: Metrics };
  };
  recordRun<Result extends { readonly end: LoopEnd; readonly metrics: Metrics | null }>(
    root: string,
    run: {
      readonly codeRevision: string;
      readonly draft: (made: Made) => RunManifest;
      readonly play: (diary: Diary, folder: FolderOfRun) => Promise<Result>;
    },
  ): Promise<{ readonly folder: FolderOfRun; readonly result: Result }>;
  plannedManifest(plan: Plan, made: Made & { readonly file: null }): RunManifest;
  playInto(
    folder: string,
    run: { readonly player: Player; readonly plan: Plan },
    watch: {
      readonly signal: AbortSignal;
      readonly kept: Diary;
      readonly onCycle: (entry: CycleEntry) => void | Promise<void>;
    },
  ): Promise<ResultOfRun>;
  updateManifest(folder: FolderOfRun, changes: Partial<RunManifest>): RunManifest;
}

/** Plays a past run with something otherwise, as a run of its own, and shows both; gives the exit code. */
export async function whatIfCommand<Player extends WhatIfPlayer, Plan extends RunRange>(
  { options, whatIf, terminal }: {
    readonly options: ReplayOptions;
    readonly whatIf: WhatIf;
    readonly terminal: Terminal;
  },
  tools: WhatIfTools<Player, Plan>,
): Promise<number> {
  const run = tools.findRun(options.runs, options.run);
  const { manifest: parent } = run;
  tools.verifyRun(run);
  const opened = await openWhatIf(run, { options, whatIf }, tools);
  try {
    const { folder, result, aborted } = await interruptible((signal) =>
      recordWhatIf(opened, { parent, whatIf, signal, terminal }, tools)
    );
    const count = opened.player.count?.() ?? null;
    const warnings = [
      ...result.warnings,
      ...opened.player.warnings?.() ?? [],
      ...whatIfWarnings(parent, count),
    ];
    const child = tools.updateManifest(folder, { metrics: result.metrics, warnings });
    const parentMetrics = parent.metrics ?? figuresOf(run, tools);
    const { path, diaryPath } = folder;
    const shown = { parent, parentMetrics, child, folder: path, diaryPath, count };
    const view = { ...shown, columns: terminal.columns(), colour: terminal.colour };
    terminal.print(options.json ? whatIfJson(view) : renderWhatIf(view));
    return aborted ? EXIT_INTERRUPTED : 0;
  } finally {
    opened.close();
  }
}

/** The figures of a run that has not ended. */
function figuresOf<Player extends WhatIfPlayer, Plan extends RunRange>(
  { diaryPath }: RecordedFolder,
  { MetricsFold, walkDiary }: WhatIfTools<Player, Plan>,
): Metrics {
  const fold = new MetricsFold();
  walkDiary(diaryPath, ({ entry }) => fold.add(entry));
  return fold.result().metrics;
}

/** Plays it into a folder of its own, which names the run it asks of. */
async function recordWhatIf<Player extends WhatIfPlayer, Plan extends RunRange>(
  { options, player, plan }: OpenedRun<Player, Plan>,
  { parent, whatIf, signal, terminal }: {
    readonly parent: RunManifest;
    readonly whatIf: WhatIf;
    readonly signal: AbortSignal;
    readonly terminal: Terminal;
  },
  tools: WhatIfTools<Player, Plan>,
) {
  const watch = watchRun(options, plan, terminal);
  const loop = whatIf.isClosed ? "closed" as const : "open" as const;
  const made = { id: parent.id, loop, changes: whatIf.words };
  const { agentFile } = parent;
  const { folder, result } = await tools.recordRun(options.runs, {
    codeRevision: tools.revision,
    draft: (run) => ({
      ...tools.plannedManifest(plan, { ...run, file: null }),
      ...(agentFile === undefined ? {} : { agentFile }),
      parent: made,
    }),
    play: (kept, { path }) =>
      tools.playInto(path, { player, plan }, { kept, signal, onCycle: watch.onCycle }).finally(watch.finish),
  });
  return { folder, result, aborted: signal.aborted };
}
