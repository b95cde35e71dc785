import {
  type Instrument,
  isPriceOnGrid,
  isSizeOnGrid,
  MINIMUM_ORDER_USD,
  notionalMicro,
  type OrderLeg,
  toMicro,
} from "../../engine/mod.ts";

/** The smallest order value, micro-USDC. Source: exchange-rules 1.5. */
const MINIMUM_MICRO = toMicro(MINIMUM_ORDER_USD);

/**
 * What the venue says against an order by its looks, in its own words and in the order it looks; null when it
 * is well formed. `signedSize` is the position it would meet. Source: exchange-rules 2.8 and 2.10.
 */
export function rejectionOf(leg: OrderLeg, signedSize: number, instrument: Instrument): string | null {
  // Only a trigger can be for the whole position: there the venue's size is zero.
  if (leg.size === 0 || (leg.size === null && leg.triggerPrice === null)) return "Order has zero size.";
  if (leg.size !== null && !isSizeOnGrid(leg.size, instrument)) return "Order has invalid size.";
  if (!isPriceOnGrid(leg.limitPrice, instrument)) return "Price must be divisible by tick size.";
  if (leg.triggerPrice !== null && !validTrigger(leg, instrument)) return "Invalid TP/SL price.";
  return belowMinimum(leg, signedSize, instrument) ? "Order must have minimum value of $10." : null;
}

/** On the grid, and the worst price not on the near side of the trigger. Source: exchange-rules 2.3. */
function validTrigger({ side, limitPrice, triggerPrice }: OrderLeg, instrument: Instrument): boolean {
  if (!isPriceOnGrid(triggerPrice!, instrument)) return false;
  return side === "sell" ? limitPrice <= triggerPrice! : limitPrice >= triggerPrice!;
}

/** An order that closes the whole position is exempt, and so is one for the whole position. */
function belowMinimum(leg: OrderLeg, signedSize: number, instrument: Instrument): boolean {
  if (leg.size === null) return false;
  if (leg.reduceOnly && leg.size >= Math.abs(signedSize)) return false;
  return notionalMicro(leg.size, leg.limitPrice, instrument) < MINIMUM_MICRO;
}
