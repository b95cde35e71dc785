import type { Instrument, RecordedAsset, SeenEntry } from "../../engine/mod.ts";
import { seenMarket } from "./seen_market.ts";

/** What a run saw of what it trades, as recordings, in the order of the instruments; what it saw nothing of is left out. */
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
