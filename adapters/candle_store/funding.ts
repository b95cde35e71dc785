import { HOUR_MS, type RecordedValues } from "../../engine/mod.ts";
import { SYNTHETIC } from "./choose_source.ts";

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
 * run high), the hours that both reach pay both: the sum is what was paid, and no hour depends on a later payment.
 */
export function spreadOverHours({ time, value }: RecordedValues): RecordedValues {
  const spread = new Map<number, number>();
  time.forEach((paidAt, index) => {
    for (let hour = 1; hour <= SPREAD_HOURS; hour++) {
      const at = paidAt + hour * HOUR_MS;
      spread.set(at, (spread.get(at) ?? 0) + value[index] / SPREAD_HOURS);
    }
  });
  const hours = [...spread].sort(([a], [b]) => a - b);
  return {
    time: Float64Array.from(hours, ([at]) => at),
    value: Float64Array.from(hours, ([, rate]) => rate),
  };
}
