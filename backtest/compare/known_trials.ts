import type { RunIndex } from "../../engine/mod.ts";
import { effectiveAmong, sharpeOf, varianceOf } from "../statistics/mod.ts";
import { pairedDays } from "./paired_days.ts";

/** What was tried on data that overlaps: the luck that the best of them had to have is taken off. */
export interface Trials {
  /** Distinct ones in the ledger. */
  readonly raw: number;
  /** How many independent ones they come to; those whose days are not known count whole. Null: that cannot be told. */
  readonly effective: number | null;
  /** Of the Sharpe ratios per day of those that are known (n − 1). */
  readonly variance: number;
  /** Of how many the days are known. */
  readonly known: number;
}

/**
 * What is known of so many trials by the indexes of those whose runs are still there; null where there are several and fewer
 * than two have a Sharpe ratio: then nothing is known of their spread.
 */
export function knownTrials(raw: number, indexes: readonly RunIndex[]): Trials | null {
  const sharpes = indexes.flatMap((index) => sharpeOf(pairedDays([index])?.returns[0] ?? []) ?? []);
  if (raw > 1 && sharpes.length < 2) return null;
  const returns = pairedDays(indexes)?.returns ?? [];
  return {
    raw,
    effective: effectiveAmong(raw, returns),
    variance: varianceOf(sharpes),
    known: indexes.length,
  };
}
