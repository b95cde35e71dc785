import { DAY_MS, type RunIndex } from "../../engine/mod.ts";

/** Daily returns of several runs over the days that all of them have. */
export interface PairedDays {
  /** The 00:00 UTC at which the first return begins, and that at which the last one ends, ms. */
  readonly from: number;
  readonly until: number;
  /** One list for each run, all of one length. */
  readonly returns: readonly Float64Array[];
}

/** The days that all runs have; null: there is not one. A run whose equity fell to zero ends there. */
export function pairedDays(indexes: readonly RunIndex[]): PairedDays | null {
  const spans = indexes.map(spanOf);
  const from = Math.max(...spans.map((span) => span.from));
  const until = Math.min(...spans.map((span) => span.until));
  if (!(until > from)) return null;
  const days = (until - from) / DAY_MS;
  const returns = indexes.map(({ firstDay, daily }) => {
    const start = (from - firstDay!) / DAY_MS;
    return Float64Array.from({ length: days }, (_, day) => daily[start + day + 1] / daily[start + day] - 1);
  });
  return { from, until, returns };
}

function spanOf({ firstDay, daily }: RunIndex): { readonly from: number; readonly until: number } {
  if (firstDay === null) return { from: Infinity, until: -Infinity };
  const ruined = daily.findIndex((equity) => !(equity > 0));
  const samples = ruined < 0 ? daily.length : ruined;
  return { from: firstDay, until: firstDay + (samples - 1) * DAY_MS };
}
