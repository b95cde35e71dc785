import type { Instrument, RunManifest, SeenEntry } from "../../engine/mod.ts";
import type { ReadMarket } from "../plan_backtest.ts";
import { assetsOfSeen } from "../seen/assets_of_seen.ts";

/** A run with what it saw. */
export interface SeenOfRun {
  readonly manifest: RunManifest;
  readonly seen: Iterable<SeenEntry>;
}

/** The market that a run saw, as a reader of files would give it: without files. */
export interface MarketOfSeen extends ReadMarket {
  readonly series: readonly never[];
  readonly fundingSource: string;
  readonly fundingSpreadHours: number;
  readonly skippedRows: readonly never[];
}

/** The market that a run saw, for another run on it; between its looks its candles tell the price. */
export function marketOfSeen(
  instruments: readonly Instrument[],
  { manifest: { data }, seen }: SeenOfRun,
): MarketOfSeen {
  const { source, synthetic } = data;
  const assets = assetsOfSeen(instruments, seen);
  return {
    ...{ source, synthetic, assets, files: [], series: [] },
    ...{ fundingSource: source, fundingSpreadHours: 0, skippedRows: [] },
  };
}
