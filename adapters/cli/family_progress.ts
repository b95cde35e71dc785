/** How far a family has come: one line that redraws on a terminal, a plain line now and then elsewhere. */

import { formatDuration, formatNumber } from "./format.ts";
import type { Terminal } from "./terminal.ts";

const REDRAW_MS = 200;
const PLAIN_MS = 5000;
const BAR = 26;
const LEAST_SHARE = 0.02;

/** Where a family stands. */
export interface FamilyCount {
  readonly runs: number;
  readonly done: number;
  readonly failed: number;
  /** What is done of the runs in hand, 1 for each that is nearly over. */
  readonly inHand: number;
}

/** A progress line. */
export interface FamilyProgress {
  update(count: FamilyCount): void;
  /** Takes the line away. */
  finish(): void;
}

/** Draws on the error output, unless nobody wants to see it; `nowMs`: a stopwatch. */
export function familyProgress(
  terminal: Pick<Terminal, "redraws" | "note" | "columns">,
  { isShown, nowMs }: { readonly isShown: boolean; readonly nowMs: () => number },
): FamilyProgress {
  const began = nowMs();
  let drawn = began;
  return {
    update(count): void {
      const now = nowMs();
      if (!isShown || now - drawn < (terminal.redraws ? REDRAW_MS : PLAIN_MS)) return;
      drawn = now;
      const line = familyLine(count, now - began);
      if (!terminal.redraws) return terminal.note(`${line}\n`);
      const width = (terminal.columns() ?? 100) - 1;
      const barred = `${bar(shareOf(count))}  ${line}`;
      terminal.note(`\r${(barred.length <= width ? barred : line).slice(0, width)}\x1b[K`);
    },
    finish: () => isShown && terminal.redraws ? terminal.note("\r\x1b[K") : undefined,
  };
}

/** The figures in words; `elapsed`: ms. */
export function familyLine(count: FamilyCount, elapsed: number): string {
  const { runs, done, failed, inHand } = count;
  const perSecond = (done + failed + inHand) / Math.max(1, elapsed) * 1000;
  const share = shareOf(count);
  // Of the first moments of the first runs nothing follows: workers are still starting.
  const isTelling = done + failed > 0 || share >= LEAST_SHARE;
  const remaining = isTelling ? Math.ceil(elapsed * (1 - share) / share / 1000) * 1000 : null;
  const eta = remaining === null ? "?" : remaining === 0 ? "0 s" : formatDuration(remaining);
  const faults = failed === 0 ? "" : `   ${failed} failed`;
  return `${done} of ${runs} done${faults}   ${formatNumber(perSecond)} runs/s   ETA ${eta}`;
}

function shareOf({ runs, done, failed, inHand }: FamilyCount): number {
  return Math.min(1, (done + failed + inHand) / runs);
}

function bar(share: number): string {
  const full = Math.round(share * BAR);
  return "█".repeat(full) + "░".repeat(BAR - full);
}
