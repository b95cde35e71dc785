import { HOUR_MS } from "../../engine/mod.ts";
import { SYNTHETIC } from "./choose_source.ts";
import type { LoadedValues } from "./join_parts.ts";

/** Whose funding is paid: the venue's own hourly rates, none, or Binance's eight-hourly ones spread over hours. */
export type FundingChoice = "on" | "off" | "binance";

/** Whose hourly funding is paid, whatever recorded candles come from. */
const VENUE = "hyperliquid-perp";
const EIGHT_HOURLY = "binance-perp";
const SPREAD_HOURS = 8;

/** The source of the funding series to read beside candles of a source; null where none is paid. */
export function fundingSourceFor(candles: string, choice: FundingChoice): string | null {
  if (choice === "off") return null;
  if (choice === "binance") return EIGHT_HOURLY;
  return candles === SYNTHETIC ? SYNTHETIC : VENUE;
}

/**
 * Eight-hourly rates as hourly ones: an eighth at each of the eight hours after a payment's time, since before it
 * nobody knew the rate. Where the next payment is nearer than eight hours (Binance shortens the interval when rates
 * run high), the rate is spread over the hours between: the sum over any day is what was paid.
 */
export function spreadOverHours({ time, value }: LoadedValues): LoadedValues {
  const spread: { readonly time: number[]; readonly value: number[] } = { time: [], value: [] };
  for (let index = 0; index < time.length; index++) {
    const next = index === time.length - 1 ? SPREAD_HOURS : (time[index + 1] - time[index]) / HOUR_MS;
    const hours = Math.min(SPREAD_HOURS, next);
    for (let hour = 1; hour <= hours; hour++) {
      spread.time.push(time[index] + hour * HOUR_MS);
      spread.value.push(value[index] / hours);
    }
  }
  return { time: Float64Array.from(spread.time), value: Float64Array.from(spread.value) };
}
