/** How far a sweep has come: the line of a family, with the best so far. */

import { type FamilyCount, familyLine } from "../family_progress.ts";
import { formatNumber } from "../format.ts";
import type { Terminal } from "../terminal.ts";

const REDRAW_MS = 200;
const PLAIN_MS = 5000;

/** A progress line. */
export interface SweepProgress {
  update(count: FamilyCount): void;
  /** A new best: its annualised Sharpe ratio and where that lies at 95 %; null: its days do not tell. */
  best(sharpe: number, interval: { readonly low: number; readonly high: number } | null): void;
  /** Takes the line away. */
  finish(): void;
}

/** Draws on the error output, unless nobody wants to see it; `nowMs`: a stopwatch. */
export function sweepProgress(
  terminal: Pick<Terminal, "redraws" | "note" | "columns">,
  { isShown, nowMs }: { readonly isShown: boolean; readonly nowMs: () => number },
): SweepProgress {
  const began = nowMs();
  let drawn = began;
  let best = "";
  return {
    update(count): void {
      const now = nowMs();
      if (!isShown || now - drawn < (terminal.redraws ? REDRAW_MS : PLAIN_MS)) return;
      drawn = now;
      const line = `${familyLine(count, now - began)}${best}`;
      if (!terminal.redraws) return terminal.note(`${line}\n`);
      terminal.note(`\r${line.slice(0, (terminal.columns() ?? 100) - 1)}\x1b[K`);
    },
    best(sharpe, interval): void {
      const between = interval === null
        ? ""
        : ` [${formatNumber(interval.low)}, ${formatNumber(interval.high)}]`;
      best = `   best Sharpe ${formatNumber(sharpe)}${between}`;
    },
    finish: () => isShown && terminal.redraws ? terminal.note("\r\x1b[K") : undefined,
  };
}
