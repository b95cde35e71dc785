import { HOUR_MS, type PriceSources } from "../../engine/mod.ts";
import { recordedOracle } from "./recorded_oracle.ts";
import type { AssetHistory } from "./recorded_market.ts";

/** What marks and oracle prices of a range are taken from, and where recordings of them have holes. */
export interface PriceCoverage {
  readonly prices: { readonly mark: PriceSources; readonly oracle: PriceSources };
  /** Candles without a recorded mark, of assets that have any. */
  readonly unmarkedCandles: number;
  /** Hours (times the assets) of funding without a recorded oracle price, of assets that have any. */
  readonly unpricedHours: number;
}

/** How much of a series there is in a range. */
interface Count {
  readonly recorded: number;
  readonly missing: number;
}

/** Counts the recorded marks and oracle prices that concern a range (ms). */
export function priceCoverage(
  assets: ReadonlyMap<string, AssetHistory>,
  range: { readonly from: number; readonly until: number },
): PriceCoverage {
  const marks = new Map([...assets].map(([asset, history]) => [asset, countMarks(history, range)]));
  const oracles = new Map([...assets].map(([asset, history]) => [asset, countOracles(history, range)]));
  return {
    prices: { mark: sourcesOf(marks), oracle: sourcesOf(oracles) },
    unmarkedCandles: missingOf(marks),
    unpricedHours: missingOf(oracles),
  };
}

function countMarks(
  { settled, marks }: AssetHistory,
  { from, until }: { readonly from: number; readonly until: number },
): Count {
  let [recorded, missing] = [0, 0];
  if (marks === null) return { recorded, missing };
  for (let index = settled.closedAt(from); index < settled.count; index++) {
    if (settled.columns.time[index] >= until) break;
    if (marks.isRecorded[index] === 1) recorded++;
    else missing++;
  }
  return { recorded, missing };
}

function countOracles(
  { recorded: { oracle } }: AssetHistory,
  { from, until }: { readonly from: number; readonly until: number },
): Count {
  let [recorded, missing] = [0, 0];
  if (oracle === null || oracle === undefined) return { recorded, missing };
  for (let hour = Math.floor(from / HOUR_MS + 1) * HOUR_MS; hour < until; hour += HOUR_MS) {
    if (recordedOracle(oracle, hour) === null) missing++;
    else recorded++;
  }
  return { recorded, missing };
}

/** One word where it is the same for all assets. */
function sourcesOf(counts: ReadonlyMap<string, Count>): PriceSources {
  const sources = [...counts].map(([asset, { recorded }]) =>
    [asset, recorded > 0 ? "recorded" : "candles"] as const
  );
  const [, first] = sources[0] ?? ["", "candles" as const];
  return sources.every(([, source]) => source === first) ? first : Object.fromEntries(sources);
}

function missingOf(counts: ReadonlyMap<string, Count>): number {
  return counts.values().reduce((sum, { recorded, missing }) => sum + (recorded > 0 ? missing : 0), 0);
}
