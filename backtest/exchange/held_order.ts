import {
  type Instrument,
  type OrderRecord,
  type OrderStatus,
  priceStep,
  priceToUnits,
  type TriggerKind,
  unitsToPrice,
  type VenueOrder,
} from "../../engine/mod.ts";

/** When a resting order is met: the price goes a tick through its limit, or touches it. */
export type RestingFill = "through" | "touch";

/** An order the venue keeps, from its placing to its end and after. */
export interface HeldOrder {
  /** Rises with every order. */
  readonly orderId: number;
  /** As it was sent. */
  readonly terms: VenueOrder;
  /** What is left of it, in coins; null: the whole position. */
  left: number | null;
  /** In coins. */
  filledSize: number;
  /** Σ size × price of its fills, micro-USDC. */
  filledMicro: number;
  status: OrderStatus;
  /** ms. */
  statusTime: number;
  /** When it was placed or its trigger fired, ms. */
  placedAt: number;
  /** Since when the market's prices concern it, ms: inside a candle where it began to live inside it. */
  watchesFrom: number;
  /** The price it began to watch at, where that was inside a candle: being walked, or on arrival. */
  startPrice: number | null;
  /** Whether it is a trigger that waits; one that has fired is a limit order. */
  isTrigger: boolean;
  /** The mark that reaches it: its trigger, or the price that meets its limit. */
  reachPrice: number;
  /** Whether it is reached at or below that mark, or at or above. */
  reachedBelow: boolean;
  /** Orders of one group cancel each other when one has filled; null: it has no siblings. */
  readonly group: number | null;
  /** Its exits, which wait for it to fill. */
  children: readonly HeldOrder[];
  /** The close of the last candle that met it, ms: a candle meets an order once. */
  metBy: number;
}

/** What an order is made from. */
export interface NewOrder {
  readonly orderId: number;
  readonly terms: VenueOrder;
  readonly time: number;
  readonly group: number | null;
}

const NO_ORDERS: readonly HeldOrder[] = [];

/** A new order, open. */
export function heldOrder({ orderId, terms, time, group }: NewOrder): HeldOrder {
  const { side, size, limitPrice, trigger } = terms;
  return {
    orderId,
    terms,
    left: size,
    filledSize: 0,
    filledMicro: 0,
    status: "open",
    statusTime: time,
    placedAt: time,
    watchesFrom: time,
    startPrice: null,
    isTrigger: trigger !== null,
    reachPrice: trigger === null ? limitPrice : trigger.price,
    reachedBelow: trigger === null ? side === "buy" : (trigger.kind === "stop") === (side === "sell"),
    group,
    children: NO_ORDERS,
    metBy: -1,
  };
}

/** Makes a limit order, or a trigger that has fired, watch for its limit price. */
export function restAtLimit(order: HeldOrder, instrument: Instrument, fill: RestingFill): void {
  const { side, limitPrice } = order.terms;
  order.isTrigger = false;
  order.reachedBelow = side === "buy";
  order.reachPrice = fill === "touch" ? limitPrice : aTickBeyond(limitPrice, side === "buy", instrument);
}

/**
 * Whether a mark reaches an order; at equality it does. A stop to sell and a target to buy fire at or below their
 * trigger, the others at or above; a resting order is met where its counterpart would be. Source: exchange-rules 2.3.
 */
export function isReached(order: HeldOrder, mark: number): boolean {
  return order.reachedBelow ? mark <= order.reachPrice : mark >= order.reachPrice;
}

/** Stop, target or limit: what an order is at this moment. */
export function kindOf({ isTrigger, terms }: HeldOrder): TriggerKind | "limit" {
  return isTrigger ? terms.trigger!.kind : "limit";
}

const RANK = { stop: 0, limit: 1, target: 2 } as const;

/** The pessimistic reading: stops first, then limits, then targets; of each kind the one the price reaches first. */
export function reachedFirst(a: HeldOrder, b: HeldOrder): number {
  return RANK[kindOf(a)] - RANK[kindOf(b)] || onTheWay(a, b);
}

/** Of two orders waiting for the same direction the nearer first, then the kind, then the elder; else by kind. */
export function passedFirst(a: HeldOrder, b: HeldOrder): number {
  if (a.reachedBelow !== b.reachedBelow) return reachedFirst(a, b);
  return nearness(a, b) || RANK[kindOf(a)] - RANK[kindOf(b)] || byAge(a, b);
}

/** The order as the venue tells of it. */
export function recordOf(order: HeldOrder, instrument: Instrument): OrderRecord {
  const { terms, orderId, left, filledSize, placedAt, status, statusTime, children } = order;
  return {
    ...terms,
    orderId,
    size: left,
    originalSize: terms.size,
    filledSize,
    averagePrice: averagePrice(order, instrument),
    placedAt,
    status,
    statusTime,
    hasFired: terms.trigger !== null && !order.isTrigger,
    children: children.map((child) => child.orderId),
  };
}

/** Average price of its fills, USD; null when nothing filled. */
export function averagePrice({ filledSize, filledMicro }: HeldOrder, instrument: Instrument): number | null {
  if (filledSize === 0) return null;
  const units = Math.round(filledSize * 10 ** instrument.szDecimals);
  return filledMicro / units / 10 ** (6 - instrument.szDecimals);
}

function onTheWay(a: HeldOrder, b: HeldOrder): number {
  return nearness(a, b) || byAge(a, b);
}

/** What is reached from above is nearer the higher it lies. */
function nearness(a: HeldOrder, b: HeldOrder): number {
  return a.reachedBelow ? b.reachPrice - a.reachPrice : a.reachPrice - b.reachPrice;
}

function byAge(a: HeldOrder, b: HeldOrder): number {
  return a.watchesFrom - b.watchesFrom || a.orderId - b.orderId;
}

/** The next price of the grid, below or above. */
function aTickBeyond(price: number, below: boolean, instrument: Instrument): number {
  const units = priceToUnits(price, instrument);
  const next = below ? units - priceStep(units - 1, instrument) : units + priceStep(units, instrument);
  return unitsToPrice(next, instrument);
}
