import {
  closeAtOrAfter,
  type CycleEntry,
  type Interval,
  intervalMs,
  type RunManifest,
} from "../../engine/mod.ts";
import { EXIT_FAILURE, EXIT_INTERRUPTED, FailureError } from "./errors.ts";
import { formatTimeZ } from "./format.ts";
import type { ShownFrame } from "./frame_view.ts";
import { interruptible } from "./interruptible.ts";
import { type OpenedRun, openRecorded, type RecordedFolder } from "./open_recorded.ts";
import { watchRun } from "./present.ts";
import type { ReplayOptions } from "./replay_options.ts";
import { periodText, renderReplay, type ReplayedRun, replayJson } from "./replay_view.ts";
import { type WatchedRun, watchReplay } from "./replay_watch.ts";
import type { Terminal } from "./terminal.ts";
import type { WhatIfPlayer } from "./what_if.ts";
import { type RunRange, whatIfCommand, type WhatIfTools } from "./what_if_command.ts";

/** What plays a run again and compares. */
export interface ReplayTools<Player extends WhatIfPlayer, Plan extends RunRange>
  extends WhatIfTools<Player, Plan> {
  /** What a divergence can begin with, the earliest first. */
  readonly CAUSES: readonly string[];
  /** Plays a run again and shows each of its cycles. */
  playFrames(
    run: {
      readonly player: Player;
      readonly plan: Plan;
      readonly lines: Iterator<string, unknown, void>;
    },
    watch: {
      readonly signal: AbortSignal;
      readonly until: number | null;
      readonly onFrame: (frame: ShownFrame) => void | Promise<void>;
    },
  ): Promise<void>;
  recordedLines(diaryPath: string, withTail: boolean): Iterator<string, unknown, void>;
  replayRun(
    run: {
      readonly manifest: RunManifest;
      readonly lines: Iterator<string, unknown, void>;
      readonly player: Player;
      readonly plan: Plan;
    },
    watch: {
      readonly signal: AbortSignal;
      readonly compareFrom: number | null;
      readonly until: number | null;
      readonly onCycle: (entry: CycleEntry) => void | Promise<void>;
    },
  ): Promise<ReplayedRun>;
}

/** Plays a run again, says whether it is the same, and gives the exit code. */
export async function replayCommand<Player extends WhatIfPlayer, Plan extends RunRange>(
  options: ReplayOptions,
  terminal: Terminal,
  tools: ReplayTools<Player, Plan>,
): Promise<number> {
  const { whatIf } = options;
  if (whatIf !== null) return await whatIfCommand({ options, whatIf, terminal }, tools);
  const run = tools.findRun(options.runs, options.run);
  const { manifest, diaryPath } = run;
  const recorded = tools.recordedLines(diaryPath, manifest.diary !== null);
  // What a run sees is kept before the line that follows from it: of one that goes on lines are read first.
  const lines = tools.hasSeen(run.path) ? [...asIterable(recorded)].values() : recorded;
  const opened = await openRecorded(run, options, tools);
  try {
    const range = rangeOf(manifest, options);
    const { compareFrom, until } = range;
    if (options.watch !== null) return await watched({ run, options, until, terminal, opened, lines }, tools);
    const hasEnd = manifest.range.until > manifest.range.from;
    const shown = { ...opened.options, json: options.json, progress: hasEnd };
    const watch = watchRun(shown, { ...manifest.range, until: until ?? manifest.range.until }, terminal);
    const { player, plan } = opened;
    const result = await interruptible((signal) =>
      tools.replayRun({ manifest, lines, player, plan }, {
        signal,
        compareFrom,
        until,
        onCycle: watch.onCycle,
      })
    ).finally(watch.finish);
    // A damaged diary is told as such, whatever came of comparing it.
    if (!isProved(result, manifest)) tools.verifyRun(run);
    const warnings = warningsOf(manifest, tools.revision);
    const view = { manifest, result, causes: tools.CAUSES, warnings, columns: terminal.columns() };
    terminal.print(options.json ? replayJson(view) : renderReplay(view));
    if (result.status === "interrupted") return EXIT_INTERRUPTED;
    return result.status === "equal" ? 0 : EXIT_FAILURE;
  } finally {
    opened.close();
  }
}

function asIterable(lines: Iterator<string, unknown, void>): Iterable<string> {
  return { [Symbol.iterator]: () => lines as Iterator<string> };
}

/** Steps through it, and gives the exit code. */
async function watched<Player extends WhatIfPlayer, Plan extends RunRange>(
  { run: { manifest }, options, until, terminal, opened: { player, plan }, lines }: {
    readonly run: RecordedFolder;
    readonly options: ReplayOptions;
    readonly until: number | null;
    readonly terminal: Terminal;
    readonly opened: OpenedRun<Player, Plan>;
    readonly lines: Iterator<string, unknown, void>;
  },
  tools: ReplayTools<Player, Plan>,
): Promise<number> {
  const from = options.fromCycle ?? 1;
  const shown: WatchedRun = {
    manifest,
    speed: options.watch?.speed ?? null,
    play: ({ signal, onFrame }) =>
      tools.playFrames({ player, plan, lines }, {
        ...{ signal, until },
        onFrame: (frame) => frame.number < from ? undefined : onFrame(frame),
      }),
  };
  return await interruptible(async (signal) => {
    await watchReplay(shown, terminal, signal);
    return signal.aborted ? EXIT_INTERRUPTED : 0;
  });
}

/** Whether the replay alone shows that the diary is whole, its end included. */
function isProved({ status, whole, lines, lastHash }: ReplayedRun, { diary }: RunManifest): boolean {
  if (status !== "equal") return status === "interrupted";
  return !whole || (diary !== null && diary.lines === lines && diary.lastHash === lastHash);
}

function rangeOf(
  { id, range, settings }: RunManifest,
  { fromCycle, until: asked }: ReplayOptions,
): { readonly compareFrom: number | null; readonly until: number | null } {
  const { from } = range;
  const until = range.until > from ? range.until : Infinity;
  const interval = settings.interval as Interval;
  const first = closeAtOrAfter(from, interval);
  if (asked !== null && (asked <= first || asked > until)) {
    throw new FailureError(
      `run ${id} goes over ${periodText(range)}; wanted --until in there, not ${formatTimeZ(asked)}`,
    );
  }
  if (fromCycle === null) return { compareFrom: null, until: asked };
  const compareFrom = first + (fromCycle - 1) * intervalMs(interval);
  if (compareFrom < (asked ?? until)) return { compareFrom, until: asked };
  const cycles = Math.ceil(((asked ?? until) - first) / intervalMs(interval));
  throw new FailureError(
    `run ${id} has ${cycles} cycles there; wanted --from-cycle among them, not ${fromCycle}`,
  );
}

function warningsOf({ codeRevision }: RunManifest, revision: string): string[] {
  if (codeRevision === revision) return [];
  const [then, now] = [codeRevision, revision].map((one) => one.slice(0, 8));
  return [`recorded by the code of ${then}, played by that of ${now}: what differs may be the code's.`];
}
