import {
  type Instrument,
  isBelowMinimum,
  isPriceOnGrid,
  isSizeOnGrid,
  isWithinPriceBand,
  maximumOrderUsd,
  notionalMicro,
  type OrderStatus,
  toMicro,
  type VenueOrder,
} from "../../engine/mod.ts";

/** Why the venue takes an order not: the status it keeps, and its words. */
export interface Rejection {
  readonly status: OrderStatus;
  readonly reason: string;
}

/** From so many open orders on, triggers and reduce-only orders are refused. Source: exchange-rules 2.2. */
const CROWDED = 1000;
/** The most open orders there can be. Source: exchange-rules 7. */
const MOST_OPEN = 5000;

/** What an order is judged against. */
export interface Surroundings {
  readonly instrument: Instrument;
  /** The position it would meet, in coins. */
  readonly signedSize: number;
  /** USD; null where the market tells none. */
  readonly oracle: number | null;
  readonly openOrders: number;
}

/**
 * What the venue says against an order by its looks, in its own words and in the order it looks; null when it
 * is well formed. Source: exchange-rules 2.8 and 2.10.
 */
export function rejectionOf(order: VenueOrder, around: Surroundings): Rejection | null {
  const { size, limitPrice, trigger } = order;
  const { instrument, signedSize, openOrders } = around;
  // Only a trigger can be for the whole position: there the venue's size is zero.
  if (size === 0 || (size === null && trigger === null)) return rejected("Order has zero size.");
  if (size !== null && !isSizeOnGrid(size, instrument)) return rejected("Order has invalid size.");
  if (!(limitPrice > 0) || !Number.isFinite(limitPrice)) return rejected("Order has invalid price.");
  if (!isPriceOnGrid(limitPrice, instrument)) {
    return { status: "tick-rejected", reason: "Price must be divisible by tick size." };
  }
  if (trigger !== null && !hasValidTrigger(order, instrument)) {
    return { status: "bad-trigger-px-rejected", reason: "Invalid TP/SL price." };
  }
  // A trigger may wait far away: what it becomes is judged by its own trigger price.
  if (trigger === null && around.oracle !== null && !isWithinPriceBand(limitPrice, around.oracle)) {
    const reason = "Order price cannot be more than 95% away from the reference price";
    return { status: "oracle-rejected", reason };
  }
  if (isAboveMaximum(order, instrument)) return rejected("Order has invalid size.");
  if (isBelowMinimum(order, signedSize, instrument) && !isExitOfNothing(order, signedSize)) {
    return { status: "min-trade-ntl-rejected", reason: "Order must have minimum value of $10." };
  }
  const most = trigger !== null || order.reduceOnly ? CROWDED : MOST_OPEN;
  return openOrders < most
    ? null
    : { status: "too-many-open-orders-rejected", reason: "Too many open orders" };
}

function rejected(reason: string): Rejection {
  return { status: "rejected", reason };
}

/** On the grid and, fired as a market order, the worst price not on the near side of it. Source: exchange-rules 2.3. */
function hasValidTrigger({ side, limitPrice, trigger }: VenueOrder, instrument: Instrument): boolean {
  const { price, isMarket } = trigger!;
  if (!isPriceOnGrid(price, instrument)) return false;
  if (!isMarket) return true;
  return side === "sell" ? limitPrice <= price : limitPrice >= price;
}

function isAboveMaximum(
  { size, limitPrice, timeInForce, trigger }: VenueOrder,
  instrument: Instrument,
): boolean {
  if (size === null) return false;
  const isMarket = trigger?.isMarket ?? timeInForce === "ioc";
  const maximum = toMicro(maximumOrderUsd(instrument, isMarket ? "market" : "limit"));
  return notionalMicro(size, limitPrice, instrument) > maximum;
}

/** What would only reduce where nothing is held is told that, not its value. */
function isExitOfNothing({ reduceOnly }: VenueOrder, signedSize: number): boolean {
  return reduceOnly && signedSize === 0;
}
