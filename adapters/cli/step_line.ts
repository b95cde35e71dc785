import { formatDuration } from "./format.ts";
import type { Terminal } from "./terminal.ts";

/** How far something has come that is done in steps. */
export interface StepPoint {
  readonly done: number;
  readonly of: number;
  /** What was done last. */
  readonly what: string;
}

/** A line that tells of steps. */
export interface StepLine {
  update(point: StepPoint): void;
  /** Takes the line away. */
  finish(): void;
}

const REDRAW_MS = 100;
const PLAIN_MS = 5_000;
const BAR = 26;

/** A line that redraws on a terminal, and a plain one now and then elsewhere. */
export function createStepLine(terminal: Terminal, { isShown }: { readonly isShown: boolean }): StepLine {
  if (!isShown) return { update: () => undefined, finish: () => undefined };
  const began = performance.now();
  let drawnAt = -Infinity;
  let isDrawn = false;
  return {
    update(point) {
      const now = performance.now();
      if (now - drawnAt < (terminal.redraws ? REDRAW_MS : PLAIN_MS)) return;
      drawnAt = now;
      const text = stepText(point, now - began).slice(0, (terminal.columns() ?? 100) - 1);
      isDrawn ||= terminal.redraws;
      terminal.note(terminal.redraws ? `\r${text}\x1b[K` : `${text}\n`);
    },
    finish() {
      if (isDrawn) terminal.note("\r\x1b[K");
      isDrawn = false;
    },
  };
}

/** The words of one line. */
export function stepText({ done, of, what }: StepPoint, elapsedMs: number): string {
  const share = of > 0 ? Math.min(1, done / of) : 1;
  const full = Math.round(share * BAR);
  const bar = "█".repeat(full) + "░".repeat(BAR - full);
  const left = share > 0 ? Math.ceil(elapsedMs * (1 - share) / share / 1000) * 1000 : null;
  const eta = left === null ? "?" : left === 0 ? "0 s" : formatDuration(left);
  return `${bar}  ${String(Math.floor(share * 100)).padStart(3)} %   ${done} of ${of}   ${what}   ETA ${eta}`;
}
