/** What `paper` shows while it runs: a screen on a terminal, else a line for each cycle. */

import {
  closeAfter,
  type CycleEntry,
  type DiaryEntry,
  type Instrument,
  type RunManifest,
  RunState,
} from "../../engine/mod.ts";
import { formatTime, formatUsd } from "./format.ts";
import { painter } from "./paint.ts";
import type { PaperOptions } from "./paper_options.ts";
import { screenLines } from "./paper_screen.ts";
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
}

/** Who looks on; it lets go of the terminal when it is disposed of. */
export interface PaperWatch extends Disposable {
  /** Told of each line, also of those that stood there before. */
  onEntry(entry: DiaryEntry, isNew: boolean): void;
  /** Shows a line that is in no diary. */
  note(line: string): void;
}

const REDRAW_MS = 1000;
const HOME = "\x1b[H";
const CLEAR_LINE = "\x1b[K";
const CLEAR_REST = "\x1b[J";
const CLEAR = "\x1b[2J";
const KEPT_EVENTS = 5;

/** Shows a paper run. */
export function watchPaper(run: ShownPaper, options: PaperOptions, around: PaperSurroundings): PaperWatch {
  const { terminal } = around;
  if (terminal.redraws && terminal.columns() !== null && !options.json) {
    return new ScreenWatch(run, options, around);
  }
  if (!options.json) terminal.print(headline(run, options, around.mode));
  return {
    onEntry: (entry, isNew) => {
      if (!isNew) return;
      if (options.json) terminal.print(JSON.stringify(entry));
      else if (entry.kind === "cycle") terminal.print(cycleLine(entry));
      else if (entry.kind === "missed") {
        terminal.print(`${formatTime(entry.close)}   missed: ${entry.cause}, ${entry.detail}`);
      } else if (entry.kind === "command") {
        terminal.print(`${formatTime(entry.close)}   command: ${entry.command}`);
      }
    },
    note: (line) => terminal.note(`${line}\n`),
    [Symbol.dispose]: () => undefined,
  };
}

/** The run's mode and where it runs, as people read it: `paper · mainnet`. */
export function shownMode(
  mode: string,
  { network, hyperliquid }: Pick<PaperOptions, "network" | "hyperliquid">,
): string {
  return `${mode} · ${hyperliquid.includes("hyperliquid") ? network : new URL(hyperliquid).host}`;
}

/** A screen that is drawn anew each second. */
class ScreenWatch implements PaperWatch {
  readonly #run: ShownPaper;
  readonly #options: PaperOptions;
  readonly #around: PaperSurroundings;
  readonly #state: RunState;
  readonly #events: string[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  #last: CycleEntry | null = null;

  constructor(run: ShownPaper, options: PaperOptions, around: PaperSurroundings) {
    this.#run = run;
    this.#options = options;
    this.#around = around;
    this.#state = new RunState(new Map(around.instruments.map((one) => [one.symbol, one])));
    around.terminal.note(CLEAR);
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
  }

  onEntry(entry: DiaryEntry): void {
    this.#state.apply(entry);
    if (entry.kind === "cycle") this.#last = entry;
    const told = eventOf(entry);
    if (told !== null) this.note(told);
  }

  note(line: string): void {
    this.#events.push(line);
    if (this.#events.length > KEPT_EVENTS) this.#events.shift();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#draw();
    this.#around.terminal.note("\n");
  }

  #draw(): void {
    const { terminal, clock, mode } = this.#around;
    const { agent, assets, interval, capitalUsd } = this.#options;
    const now = clock.now();
    const lines = screenLines(
      {
        mode: shownMode(mode, this.#options),
        title: `${agent} on ${assets.join(", ")} · ${interval} · ${this.#run.folder.path}`,
        folder: this.#run.manifest.id,
        now,
        nextClose: closeAfter(now, interval),
        last: this.#last,
        capitalUsd: this.#state.depositsUsd || capitalUsd,
        positions: this.#state.book.actives(),
        isPaused: this.#state.paused,
        events: this.#events,
      },
      terminal.columns() ?? 100,
      painter(terminal.colour),
    );
    terminal.note(`${HOME}${lines.map((line) => `${line}${CLEAR_LINE}\n`).join("")}${CLEAR_REST}`);
  }
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

/** What is worth a line among the events; null: nothing. */
function eventOf(entry: DiaryEntry): string | null {
  if (entry.kind === "missed") return `${formatTime(entry.close)}   missed: ${entry.cause}, ${entry.detail}`;
  if (entry.kind === "command") return `${formatTime(entry.close)}   command: ${entry.command}`;
  if (entry.kind !== "cycle") return null;
  const parts = happened(entry);
  return parts.length === 0 ? null : `${formatTime(entry.close)}   ${parts.join("   ")}`;
}

function happened({ decisions = [], trades = [], faults = [], halt }: CycleEntry): string[] {
  return [
    ...decisions.filter(({ action }) => action !== "hold").map(({ action, asset, outcome }) =>
      `${action} ${asset} ${outcome}`
    ),
    ...trades.map(({ asset, exit, netPnlUsd }) => `closed ${asset} by ${exit}: ${formatUsd(netPnlUsd)}`),
    ...(halt === undefined ? [] : [`halt until ${halt.until}`]),
    ...faults.map(({ on, what }) => `fault: ${on}: ${what}`),
  ];
}
