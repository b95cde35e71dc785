import {
  type Instrument,
  MINIMUM_ORDER_USD,
  priceToUnits,
  roundPrice,
  unitsToSize,
} from "../model/instrument.ts";
import { floorDiv, toMicro } from "../model/money.ts";
import { opposite, type Side } from "../model/order.ts";
import { roundInFavour } from "../model/side_rounding.ts";

const BPS = 10_000;
/** How far beyond its trigger a stop or target may fill: 10 %. */
export const WORST_EXIT = 0.1;

/** The worst price of a market order: so many basis points from the shown price, rounded so as not to exceed it. */
export function worstPrice(
  shown: number,
  order: { readonly side: Side; readonly maxSlippageBps: number },
  instrument: Instrument,
): number {
  return beyond(shown, { side: order.side, by: order.maxSlippageBps / BPS }, instrument);
}

/** The worst price of a stop or target of this order side: 10 % beyond its trigger. */
export function worstExitPrice(trigger: number, side: Side, instrument: Instrument): number {
  return beyond(trigger, { side, by: WORST_EXIT }, instrument);
}

/**
 * A stop or target on the grid, moved towards the shown price so that it is never wider than was asked.
 * `below` tells on which side of the price it lies.
 */
export function exitOnGrid(price: number, below: boolean, instrument: Instrument): number {
  return roundPrice(price, instrument, below ? "up" : "down");
}

/** The stop at a distance (a fraction) from the shown price, for a position opened by `side`. */
export function stopAt(
  shown: number,
  exit: { readonly side: Side; readonly distance: number },
  instrument: Instrument,
): number {
  const below = exit.side === "buy";
  return exitOnGrid(shown * (below ? 1 - exit.distance : 1 + exit.distance), below, instrument);
}

/** The target at a distance (a fraction) from the shown price, for a position opened by `side`. */
export function targetAt(
  shown: number,
  exit: { readonly side: Side; readonly distance: number },
  instrument: Instrument,
): number {
  return stopAt(shown, { side: opposite(exit.side), distance: exit.distance }, instrument);
}

/** The size a notional (USD) buys at a price on the grid, rounded down to the size grid. */
export function sizeFor(notionalUsd: number, price: number, instrument: Instrument): number {
  const units = floorDiv(toMicro(notionalUsd), priceToUnits(price, instrument));
  return units > 0 ? unitsToSize(units, instrument) : 0;
}

/** The smallest size on the grid that is worth the venue's minimum at a price on the grid. Source: exchange-rules 1.5. */
export function smallestSize(price: number, instrument: Instrument): number {
  return unitsToSize(Math.ceil(toMicro(MINIMUM_ORDER_USD) / priceToUnits(price, instrument)), instrument);
}

function beyond(
  price: number,
  move: { readonly side: Side; readonly by: number },
  instrument: Instrument,
): number {
  const buy = move.side === "buy";
  return roundInFavour(price * (buy ? 1 + move.by : 1 - move.by), move.side, instrument);
}
