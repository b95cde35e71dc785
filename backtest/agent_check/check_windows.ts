import { closeAtOrAfter, type Interval, intervalMs } from "../../engine/mod.ts";
import type { RunRange } from "../run_range.ts";

/** Decision times that a window has at least, and at most. */
const LEAST = 24;
const MOST = 2500;
/** Where windows begin, as shares of the range. */
const STARTS = [0, 0.3, 0.6];
const SHARE = 0.4;

/** Windows of a range that an agent is tested in, each with its own start; none where the range is too short. */
export function checkWindows({ from, until }: RunRange, interval: Interval): readonly RunRange[] {
  const length = intervalMs(interval);
  const first = closeAtOrAfter(from, interval);
  const cycles = Math.ceil((until - first) / length);
  const each = Math.min(MOST, Math.floor(cycles * SHARE));
  if (each < LEAST) return [];
  return STARTS.map((share) => {
    const start = first + Math.floor(cycles * share) * length;
    return { from: start, until: Math.min(start + each * length, until) };
  });
}

/** The decision time that lies at a share of a window, ms. */
export function closeAt({ from, until }: RunRange, share: number, interval: Interval): number {
  const length = intervalMs(interval);
  return from + Math.floor((until - from) / length * share) * length;
}
