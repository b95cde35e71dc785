import { type HourlyFunding, intervalMs, type VenueMarket } from "../../../engine/mod.ts";
import type { BinanceRange } from "./binance_query_wire.ts";

/** Binance's perpetuals pay at 00:00, 08:00 and 16:00 UTC. */
export const FUNDING_MS: number = intervalMs("8h");

/** One payment of eight hours. */
export interface EightHourFunding {
  /** ms. */
  readonly time: number;
  /** A fraction. */
  readonly rate: number;
}

/**
 * The venue's hourly rates as Binance's clients know them: at 00:00, 08:00 and 16:00 the sum of those paid in the eight
 * hours up to it. Who holds a position over them pays the same, but for the price it is paid on. Hours without a rate
 * add nothing; eight hours without any are no payment. The newest so many, or with a start the first from it on.
 */
export function eightHourFunding(
  market: VenueMarket,
  asset: string,
  { now, start, end, limit }: BinanceRange & { readonly now: number },
): readonly EightHourFunding[] {
  const first = Math.ceil((start ?? 0) / FUNDING_MS) * FUNDING_MS;
  const last = Math.floor(Math.min(end ?? now, now) / FUNDING_MS) * FUNDING_MS;
  const hours = market.funding(asset, { from: first - FUNDING_MS + 1, until: last });
  const payments = bySettlement(hours);
  return start === null ? payments.slice(-limit) : payments.slice(0, limit);
}

function bySettlement(hours: readonly HourlyFunding[]): EightHourFunding[] {
  const sums = new Map<number, number>();
  for (const { time, rate } of hours) {
    const settled = Math.ceil(time / FUNDING_MS) * FUNDING_MS;
    sums.set(settled, (sums.get(settled) ?? 0) + rate);
  }
  return [...sums].map(([time, rate]) => ({ time, rate }));
}
