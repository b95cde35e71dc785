import {
  ceilDiv,
  floorDiv,
  type Instrument,
  priceStep,
  priceToUnits,
  type Side,
  unitsToPrice,
} from "../../engine/mod.ts";

const BPS = 10_000;

/**
 * The price a taker gets: the price of the moment moved against it by basis points, then put on the grid
 * against it too, a buy up and a sell down. Counted in whole price units, so no fraction is lost on the way.
 */
export function slippedPrice(
  price: number,
  taker: { readonly side: Side; readonly slippageBps: number },
  instrument: Instrument,
): number {
  const units = priceToUnits(price, instrument);
  const step = priceStep(units, instrument);
  const buy = taker.side === "buy";
  const moved = units * Math.round(BPS + (buy ? taker.slippageBps : -taker.slippageBps));
  const steps = buy ? ceilDiv(moved, BPS * step) : floorDiv(moved, BPS * step);
  return unitsToPrice(steps * step, instrument);
}
