import type { RunRange } from "../run_range.ts";

/** A stretch that settings are chosen on, and the one right after it that the chosen are tried on. */
export interface WalkWindow {
  readonly train: RunRange;
  readonly test: RunRange;
}

/**
 * The windows that a walk through a range has: each a train and the test after it, the next one a test's length further, so that
 * tests follow one another without a gap and none overlaps. A last test that would be cut short is left out. All ms.
 */
export function walkWindows(
  { from, until }: RunRange,
  { trainMs, testMs }: { readonly trainMs: number; readonly testMs: number },
): WalkWindow[] {
  const windows: WalkWindow[] = [];
  for (let start = from; start + trainMs + testMs <= until; start += testMs) {
    const middle = start + trainMs;
    windows.push({ train: { from: start, until: middle }, test: { from: middle, until: middle + testMs } });
  }
  return windows;
}
