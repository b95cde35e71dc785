import { type Instrument, roundPrice } from "./instrument.ts";
import type { Side } from "./order.ts";

/**
 * A bound on the venue's grid that is never exceeded: a buy's is rounded down, a sell's up. For every worst price
 * and limit price we send, USD.
 */
export function roundInFavour(price: number, side: Side, instrument: Instrument): number {
  return roundPrice(price, instrument, side === "buy" ? "down" : "up");
}

/** A price on the grid that is never better than it was: a buy's is rounded up, a sell's down. For fills, USD. */
export function roundAgainst(price: number, side: Side, instrument: Instrument): number {
  return roundPrice(price, instrument, side === "buy" ? "up" : "down");
}
