import type { Instrument, RecordedAsset, RunManifest, SeenEntry } from "../../engine/mod.ts";
import type { ReadMarket } from "../plan_backtest.ts";
import { seenMarket } from "../seen/seen_market.ts";

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

/** What a run saw of what it trades, as recordings. */
export function assetsOfSeen(
  instruments: readonly Instrument[],
  seen: Iterable<SeenEntry>,
): readonly RecordedAsset[] {
  const bySymbol = new Map(seenMarket(seen).map((one) => [one.asset, one]));
  return instruments.flatMap((instrument) => {
    const found = bySymbol.get(instrument.symbol);
    return found === undefined ? [] : [{ instrument, ...found }];
  });
}
