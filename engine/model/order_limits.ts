import { type Instrument, MINIMUM_ORDER_USD, notionalMicro } from "./instrument.ts";
import { toMicro } from "./money.ts";
import type { Side } from "./order.ts";

/** What of an order its limits are judged by. */
export interface SizedOrder {
  readonly side: Side;
  /** In coins; null: the whole position. */
  readonly size: number | null;
  readonly limitPrice: number;
  readonly reduceOnly: boolean;
}

const MINIMUM_MICRO = toMicro(MINIMUM_ORDER_USD);
/** The highest value of a market order by the leverage an asset allows, USD. Source: exchange-rules 1.6. */
const MAXIMUM_USD: readonly (readonly [fromLeverage: number, usd: number])[] = [
  [25, 30_000_000],
  [20, 5_000_000],
  [10, 2_000_000],
  [1, 500_000],
];
/** A limit order may be so many times as large. */
const LIMIT_ORDER_TIMES = 10;
/** How far a limit price may lie from the oracle, as a fraction. Source: exchange-rules 1.7, its SIM line. */
const PRICE_BAND = 0.95;

/**
 * Whether an order is worth less than the venue's minimum at its limit price. What closes the whole position
 * is exempt: reduce-only and at least as large, or on the other side and exactly as large. `signedSize` is the
 * position it meets, in coins. Source: exchange-rules 1.5.
 */
export function isBelowMinimum(order: SizedOrder, signedSize: number, instrument: Instrument): boolean {
  if (order.size === null || closesWhole(order, signedSize)) return false;
  return notionalMicro(order.size, order.limitPrice, instrument) < MINIMUM_MICRO;
}

/** The highest value an order of an asset may have, USD. */
export function maximumOrderUsd(instrument: Instrument, type: "market" | "limit"): number {
  const row = MAXIMUM_USD.find(([fromLeverage]) => instrument.maxLeverage >= fromLeverage)!;
  return type === "market" ? row[1] : row[1] * LIMIT_ORDER_TIMES;
}

/** Whether a limit price lies as near to the oracle as the venue wants it, both USD; the edge is within. */
export function isWithinPriceBand(limitPrice: number, oracle: number): boolean {
  return Math.abs(limitPrice - oracle) <= oracle * PRICE_BAND;
}

function closesWhole({ side, size, reduceOnly }: SizedOrder, signedSize: number): boolean {
  const held = Math.abs(signedSize);
  if (held === 0 || (signedSize > 0) === (side === "buy")) return false;
  return reduceOnly ? size! >= held : size === held;
}
