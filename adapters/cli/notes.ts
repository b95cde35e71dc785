import { type Agent, type Halt, type Instrument, INTERVAL_MS } from "../../engine/mod.ts";
import { formatCount, formatDuration, formatShare, formatTime } from "./format.ts";

/** What a simulation ran on, as the simulated world tells it. */
export interface SimulationFacts {
  /** Times without candles, ms. */
  readonly gaps: readonly { readonly asset: string; readonly from: number; readonly to: number }[];
  /** Lengths of the candles that orders settled on, ms. */
  readonly settledOn: readonly number[];
  /** Hours (times the assets) without a recorded funding rate. */
  readonly unfundedHours: number;
}

/** Sentences for under the summary: on which candles orders settled, and how many gaps there were. */
export function notesOf({ gaps, settledOn, unfundedHours }: SimulationFacts): string[] {
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
  if (unfundedHours > 0) {
    notes.push(`${formatCount(unfundedHours, "hour")} without a recorded funding rate: not paid.`);
  }
  return notes;
}

/** A warning for halts: since when nothing was entered any more, and how many days were cut short. */
export function haltWarnings(halts: readonly (Halt & { readonly close: number })[]): string[] {
  const warnings: string[] = [];
  const forGood = halts.find(({ until }) => until === "for-good");
  const days = halts.filter(({ until }) => until === "next-day").length;
  if (days > 0) {
    warnings.push(`Halted for the rest of ${formatCount(days, "day")} by the profile's daily loss.`);
  }
  if (forGood === undefined) return warnings;
  const drawdown = formatShare(-forGood.loss);
  warnings.push(
    `Halted for good at ${
      formatTime(forGood.close)
    } by the profile: a drawdown of ${drawdown}. No entries after it.`,
  );
  return warnings;
}

/** Warnings about what a run was not given: a profile that does not apply, funding that was not recorded. */
export function dataWarnings(
  market: { readonly assets: readonly { readonly instrument: Instrument; readonly funding: unknown }[] },
  agent: Agent,
): string[] {
  const warnings: string[] = [];
  if (agent.ownProfile !== undefined) {
    warnings.push(`${agent.name} trades under a profile of its own; --risk does not apply to it.`);
  }
  const unfunded = market.assets.filter(({ funding }) => funding === null).map(({ instrument }) =>
    instrument.symbol
  );
  if (unfunded.length > 0) {
    warnings.push(`No hourly funding was recorded for ${unfunded.join(", ")}: none was paid.`);
  }
  return warnings;
}

function intervalName(length: number): string {
  const known = Object.entries(INTERVAL_MS).find(([, ms]) => ms === length);
  return known?.[0] ?? formatDuration(length);
}
