/** `replay --watch`: steps through a run in the terminal, cycle by cycle. */

import type { RunManifest } from "../../engine/mod.ts";
import { frameLines, type ShownFrame } from "./frame_view.ts";
import { Handover } from "./handover.ts";
import { breather } from "./present.ts";
import type { Terminal } from "./terminal.ts";

/** A run that is watched. */
export interface WatchedRun {
  readonly manifest: RunManifest;
  /** Plays it; the next cycle waits for what `onFrame` returns. */
  play(watch: {
    readonly signal: AbortSignal;
    readonly onFrame: (frame: ShownFrame) => void | Promise<void>;
  }): Promise<void>;
  /** Cycles a second that go by themselves; null: each waits for a key. */
  readonly speed: number | null;
}

const CLEAR = "\x1b[H\x1b[2J";
const KEYS = "n next   t trade   f fault   b back   p play or pause   q quit";
/** So many cycles can be gone back. */
const MOST_KEPT = 2_000;
/** Cycles a second where they go by themselves and nothing else is said. */
const USUAL_SPEED = 2;

type Wanted = (frame: ShownFrame) => boolean;

const WANTED: Readonly<Record<string, { readonly of: string; readonly is: Wanted }>> = {
  n: { of: "cycle", is: () => true },
  " ": { of: "cycle", is: () => true },
  "\n": { of: "cycle", is: () => true },
  "\r": { of: "cycle", is: () => true },
  t: { of: "trade", is: ({ cycle }) => (cycle.fills ?? []).length > 0 || (cycle.trades ?? []).length > 0 },
  f: { of: "fault", is: ({ cycle, before }) => (cycle.faults ?? []).length > 0 || before.some(isFault) },
};

/** Shows a run cycle by cycle: with keys on a terminal, else all of it, one after another. */
export async function watchReplay(run: WatchedRun, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const pressed = new Handover<string>();
  using keys = terminal.size() === null || !terminal.redraws
    ? null
    : terminal.keys((key) => pressed.put(key));
  if (keys === null) return await printAll(run, terminal, signal);
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  stop.addEventListener("abort", () => pressed.end(), { once: true });
  const frames = new Handover<ShownFrame>();
  const playing = run.play({ signal: stop, onFrame: (frame) => frames.put(frame) }).finally(() =>
    frames.end()
  );
  try {
    await new ReplayWatch({ ...run, frames, pressed }, terminal).show();
  } finally {
    over.abort();
    frames.end();
    await playing;
  }
}

async function printAll(run: WatchedRun, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const breathe = breather();
  const onFrame = (frame: ShownFrame): void | Promise<void> => {
    terminal.print(
      `${frameLines(frame, run.manifest, { columns: terminal.columns(), rows: null }).join("\n")}\n`,
    );
    return breathe();
  };
  await run.play({ signal, onFrame });
}

/** What was played so far, which cycle of it is shown, and what keys make of that. */
class ReplayWatch {
  readonly #run: Pick<WatchedRun, "manifest" | "speed">;
  readonly #terminal: Terminal;
  readonly #frames: Handover<ShownFrame>;
  readonly #pressed: Handover<string>;
  readonly #kept: ShownFrame[] = [];
  readonly #breathe = breather();
  #at = -1;
  #plays: boolean;
  #said = "";

  constructor(
    { frames, pressed, ...run }: Pick<WatchedRun, "manifest" | "speed"> & {
      readonly frames: Handover<ShownFrame>;
      readonly pressed: Handover<string>;
    },
    terminal: Terminal,
  ) {
    this.#run = run;
    this.#terminal = terminal;
    this.#frames = frames;
    this.#pressed = pressed;
    this.#plays = run.speed !== null;
  }

  /** Shows the first cycle, and then what is asked for until somebody quits. */
  async show(): Promise<void> {
    let key: string | null = "n";
    while (key !== null && key !== "q") {
      await this.#obey(key);
      this.#draw();
      key = await this.#nextKey();
    }
    this.#terminal.note("\n");
  }

  async #obey(key: string): Promise<void> {
    this.#said = "";
    const wanted = WANTED[key];
    // Whoever looks for something wants to see it.
    if (key === "t" || key === "f") this.#plays = false;
    if (key === "p") this.#plays = !this.#plays;
    else if (key === "b") this.#back();
    else if (wanted !== undefined) await this.#seek(wanted);
  }

  /** Goes to the next cycle that is wanted; where there is none it stays. */
  async #seek({ of, is }: { readonly of: string; readonly is: Wanted }): Promise<void> {
    const from = this.#kept[this.#at]?.number;
    for (let at = this.#at + 1;; at++) {
      if (at >= this.#kept.length && !await this.#playOn()) break;
      // The oldest one may have been let go meanwhile.
      at = Math.min(at, this.#kept.length - 1);
      if (!is(this.#kept[at])) continue;
      this.#at = at;
      return;
    }
    this.#at = Math.max(this.#kept.findIndex(({ number }) => number === from), this.#at < 0 ? -1 : 0);
    this.#plays = false;
    this.#said = this.#kept.length === 0 ? "the run has no cycle" : `no ${of} after this one`;
  }

  /** Takes the next cycle in; false: there is none. */
  async #playOn(): Promise<boolean> {
    const frame = await this.#frames.take();
    if (frame === null) return false;
    this.#kept.push(frame);
    if (this.#kept.length > MOST_KEPT) {
      this.#kept.shift();
      this.#at--;
    }
    await this.#breathe();
    return true;
  }

  #back(): void {
    this.#plays = false;
    if (this.#at > 0) this.#at--;
    else this.#said = "nothing before this one is kept";
  }

  async #nextKey(): Promise<string | null> {
    if (!this.#plays) return await this.#pressed.take();
    const key = await this.#pressed.take(1000 / (this.#run.speed ?? USUAL_SPEED));
    return key === undefined ? "n" : key;
  }

  #draw(): void {
    const { rows, columns } = this.#terminal.size() ?? { rows: 24, columns: 80 };
    const frame = this.#kept[this.#at];
    const room = Math.max(1, rows - 2);
    const lines = frame === undefined ? [] : frameLines(frame, this.#run.manifest, { columns, rows: room });
    const hint = this.#said === "" ? KEYS : `${this.#said}   ${KEYS}`;
    const shown = [...lines, ...Array<string>(room - lines.length).fill(""), "", hint];
    this.#terminal.note(CLEAR + shown.map((line) => line.slice(0, columns)).join("\n"));
  }
}

function isFault(entry: ShownFrame["before"][number]): boolean {
  return entry.kind === "guard" || entry.kind === "missed";
}
