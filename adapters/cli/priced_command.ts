/** A run on live prices, whoever fills its orders: it begins or goes on, is shown, and comes to its end. */

import type {
  Clock,
  Commands,
  Diary,
  Instrument,
  LoopEnd,
  MarketData,
  Metrics,
  RunManifest,
  SeenStore,
} from "../../engine/mod.ts";
import { type Attendants, type AttendantTools, openAttendants } from "./attendants.ts";
import { type DashboardServing, serveBeside } from "./dashboard_command.ts";
import { EXIT_INTERRUPTED } from "./errors.ts";
import { interruptible } from "./interruptible.ts";
import type { PaperOptions } from "./paper_options.ts";
import { type PaperSurroundings, watchPaper } from "./paper_view.ts";
import { runEnding } from "./run_ending.ts";
import type { Terminal } from "./terminal.ts";

/** A run that is written, from its beginning or on from where it stopped. */
export interface PricedRun {
  readonly folder: { readonly id: string; readonly path: string };
  readonly diary: Diary;
  readonly manifest: RunManifest;
  /** The hash of each line that was there already. */
  readonly hashes: readonly string[];
}

/** What a run has of its own in its folder, and from when on it runs, ms. */
export interface PricedSurroundings {
  readonly from: number;
  readonly commands: Commands;
  readonly seen: SeenStore;
  readonly written: PricedRun;
}

/** What came of a run for now. */
interface Ended {
  readonly end: LoopEnd;
  readonly metrics: Metrics | null;
}

type Made = Pick<RunManifest, "id" | "codeRevision" | "started">;

/** What a run stands on, and what plays it. */
export interface PricedTools<Result extends Ended, Hook, Serving extends DashboardServing> {
  /** What is traded. */
  readonly instruments: readonly Instrument[];
  /** The run's. */
  readonly clock: Pick<Clock, "now">;
  readonly marketData: Pick<MarketData, "contexts">;
  readonly codeRevision: string;
  /** How the run is called where it is shown: `paper`. */
  readonly mode: string;
  /** When each kind of data was last told, ms of the clock; null: not yet. */
  readonly told: PaperSurroundings["told"];
  /** The manifest of a run that would begin now. */
  readonly draft: (made: Made) => RunManifest;
  readonly play: (
    own: PricedSurroundings,
    watch: Attendants["told"] & { readonly signal: AbortSignal },
  ) => Promise<Result>;
  /** What else is to be said at the end, a line; null, and not given: nothing. */
  readonly remark?: () => string | null;
  /** Lets go of the markets. */
  readonly close: () => void;
  /** What those who look on, beside the screen, are made with. */
  readonly attendants: AttendantTools<Hook>;
  /** What serves runs as pages; asked for where that is wanted. */
  readonly dashboards: () => Promise<Serving>;
  /** Keeps the run to this process. */
  lockRun(folder: string): Promise<Disposable>;
  /** Gives it a command, as another process would. */
  readonly sendCommand: PaperSurroundings["sendCommand"];
  readonly RunQueue: new (folder: string) => Commands & Disposable;
  readonly SeenFile: { open(folder: string): SeenStore & Disposable };
  /** Goes on with the last run like the draft, or begins one. */
  continueRun(root: string, run: {
    readonly codeRevision: string;
    readonly isNew: boolean;
    readonly draft: (made: Made) => RunManifest;
    readonly play: (run: PricedRun) => Promise<Result>;
  }): Promise<Result>;
}

/** Runs an agent on live prices, from its beginning or on from where it stopped. Gives the exit code. */
export async function pricedCommand<Result extends Ended, Hook, Serving extends DashboardServing>(
  options: PaperOptions,
  terminal: Terminal,
  tools: PricedTools<Result, Hook, Serving>,
): Promise<number> {
  const { codeRevision, draft, close } = tools;
  const { isNew } = options;
  let id = "";
  const play = async (run: PricedRun): Promise<Result> => {
    const { manifest: { range: { from } }, folder: { path } } = run;
    id = run.folder.id;
    using _lock = await tools.lockRun(path);
    using commands = new tools.RunQueue(path);
    using seen = tools.SeenFile.open(`${path}/seen`);
    using watch = watchPaper(run, options, { ...tools, terminal });
    const own = { from, commands, seen, written: run };
    await using attendants = openAttendants(options, { ...tools, run, watch }, tools.attendants);
    await using _pages = await serveBeside(options, tools.dashboards, (line) => watch.note(line));
    const { told, attend } = attendants;
    return await attend(() => interruptible((signal) => tools.play(own, { signal, ...told }), watch.left));
  };
  const begun = tools.continueRun(options.runs, { codeRevision, isNew, draft, play });
  const { end, metrics } = await begun.finally(close);
  if (!options.json) {
    terminal.note(runEnding({ id, runs: options.runs, end, metrics, remark: tools.remark?.() ?? null }));
  }
  return end === "interrupted" ? EXIT_INTERRUPTED : 0;
}
