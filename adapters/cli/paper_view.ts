/** What `paper` shows while it runs: a screen on a terminal, else a line for each cycle. */

import type {
  AccountState,
  Command,
  CommandOutcome,
  CycleEntry,
  DiaryEntry,
  Instrument,
  RunManifest,
} from "../../engine/mod.ts";
import { formatTime, formatUsd } from "./format.ts";
import type { PaperOptions } from "./paper_options.ts";
import { eventOf, happened } from "./run_events.ts";
import { ScreenWatch } from "./screen_watch.ts";
import type { Terminal } from "./terminal.ts";

/** A run that is shown. */
export interface ShownPaper {
  readonly folder: { readonly path: string };
  readonly manifest: RunManifest;
  /** One for each line that stood in its diary before. */
  readonly hashes: readonly string[];
}

/** Where it is shown, and what by. */
export interface PaperSurroundings {
  /** How the run is called: `paper`. */
  readonly mode: string;
  readonly terminal: Terminal;
  /** The run's. */
  readonly clock: { now(): number };
  readonly instruments: readonly Instrument[];
  /** When each kind of data was last told, ms of the clock; null: not yet. */
  readonly told: () => Readonly<Record<string, number | null>>;
  /** Gives a command to the run in a folder and waits so long (ms) for its answer. */
  readonly sendCommand: (folder: string, command: Command, waitMs: number) => Promise<CommandOutcome>;
}

/** Who looks on; it lets go of the terminal when it is disposed of. */
export interface PaperWatch extends Disposable {
  /** Aborted when somebody leaves by a key. */
  readonly left: AbortSignal;
  /** Told of each line, also of those that stood there before. */
  onEntry(entry: DiaryEntry, isNew: boolean): void;
  /** Told of the account at each look. */
  onAccount(account: AccountState): void;
  /** Shows a line that is in no diary. */
  note(line: string): void;
}

/** Shows a paper run. */
export function watchPaper(run: ShownPaper, options: PaperOptions, around: PaperSurroundings): PaperWatch {
  const { terminal } = around;
  if (terminal.redraws && terminal.size() !== null && !options.json) {
    return new ScreenWatch(run, options, around);
  }
  if (!options.json) terminal.print(headline(run, options, around.mode));
  return {
    left: new AbortController().signal,
    onEntry: (entry, isNew) => {
      const line = isNew ? lineOf(entry, options.json) : null;
      if (line !== null) terminal.print(line);
    },
    onAccount: () => undefined,
    note: (line) => terminal.note(`${line}\n`),
    [Symbol.dispose]: () => undefined,
  };
}

function lineOf(entry: DiaryEntry, json: boolean): string | null {
  if (json) return JSON.stringify(entry);
  return entry.kind === "cycle" ? cycleLine(entry) : eventOf(entry);
}

function headline(
  { folder, manifest, hashes }: ShownPaper,
  { assets, interval, agent }: PaperOptions,
  mode: string,
): string {
  const goesOn = hashes.length === 0 ? "new run" : "goes on with run";
  return `${mode} · ${agent} on ${
    assets.join(", ")
  } · ${interval} · ${manifest.data.source} · ${goesOn} ${folder.path}`;
}

function cycleLine(entry: CycleEntry): string {
  return [formatTime(entry.close), formatUsd(entry.equityUsd), ...happened(entry)].join("   ");
}
