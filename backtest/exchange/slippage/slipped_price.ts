import {
  type Instrument,
  mulDivFloor,
  priceStep,
  priceToUnits,
  type Side,
  unitsToPrice,
} from "../../../engine/mod.ts";

/** Basis points are counted in thousandths. */
const THOUSANDTHS = 1000;
const WHOLE = 10_000 * THOUSANDTHS;

/**
 * The price a taker gets: the price of the moment moved against it by basis points, then put on the grid
 * against it too, a buy up and a sell down. Counted in whole price units, so no fraction is lost on the way; the
 * step of the grid is that of the price it comes to, which may lie beyond a power of ten.
 */
export function slippedPrice(
  price: number,
  taker: { readonly side: Side; readonly slippageBps: number },
  instrument: Instrument,
): number {
  const units = priceToUnits(price, instrument);
  const buy = taker.side === "buy";
  const moved = Math.round(taker.slippageBps * THOUSANDTHS);
  const factor = buy ? WHOLE + moved : Math.max(0, WHOLE - moved);
  const against = (step: number): number =>
    buy ? -mulDivFloor(-units, factor, WHOLE * step) : mulDivFloor(units, factor, WHOLE * step);
  const step = priceStep(against(1), instrument);
  return unitsToPrice(against(step) * step, instrument);
}
