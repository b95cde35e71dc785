import { INTERVAL_MS } from "../../engine/mod.ts";
import { formatCount, formatDuration } from "./format.ts";

/** What a simulation ran on, as the simulated world tells it. */
export interface SimulationFacts {
  /** Times without candles, ms. */
  readonly gaps: readonly { readonly asset: string; readonly from: number; readonly to: number }[];
  /** Lengths of the candles that orders settled on, ms. */
  readonly settledOn: readonly number[];
}

/** Sentences for under the summary: on which candles orders settled, and how many gaps there were. */
export function notesOf({ gaps, settledOn }: SimulationFacts): string[] {
  const notes = [`Settled on ${settledOn.map(intervalName).join(" and ")} candles.`];
  const times = new Map<string, number>();
  for (const { from, to } of gaps) times.set(`${from} ${to}`, to - from);
  if (times.size > 0) {
    const longest = Math.max(...times.values());
    const length = times.size === 1
      ? `of ${formatDuration(longest)}`
      : `, the longest of ${formatDuration(longest)}`;
    notes.push(`${formatCount(times.size, "gap")}${times.size === 1 ? " " : ""}${length} in the candles.`);
  }
  return notes;
}

function intervalName(length: number): string {
  const known = Object.entries(INTERVAL_MS).find(([, ms]) => ms === length);
  return known?.[0] ?? formatDuration(length);
}
