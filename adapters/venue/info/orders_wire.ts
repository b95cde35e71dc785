import type { OrderRecord, TimeInForce } from "../../../engine/mod.ts";
import { decimalText, plainText } from "../number_text.ts";
import { sideLetter, statusWord } from "./words_wire.ts";

const TIMES: Readonly<Record<TimeInForce, string>> = { gtc: "Gtc", ioc: "Ioc", alo: "Alo" };

/** An order with all that the venue's own pages show of it. */
export interface FrontendRow {
  readonly coin: string;
  readonly side: "A" | "B";
  readonly limitPx: string;
  readonly sz: string;
  readonly oid: number;
  readonly timestamp: number;
  readonly triggerCondition: string;
  readonly isTrigger: boolean;
  readonly triggerPx: string;
  readonly children: readonly FrontendRow[];
  readonly isPositionTpsl: boolean;
  readonly reduceOnly: boolean;
  readonly orderType: string;
  readonly origSz: string;
  readonly tif: string | null;
  readonly cloid: string | null;
}

/** An order in short: without anything of a trigger. Source: exchange-rules 5.2 (openOrders), 5.4 (orderUpdates). */
export function openOrderRow(order: OrderRecord) {
  return {
    ...head(order),
    origSz: decimalText(order.originalSize ?? 0),
    ...(order.clientOrderId === null ? {} : { cloid: order.clientOrderId }),
    ...(order.reduceOnly ? { reduceOnly: true } : {}),
  };
}

/** An order in full, its waiting exits within it. */
export function frontendRow(order: OrderRecord, children: readonly OrderRecord[] = []): FrontendRow {
  const waits = order.trigger !== null && !order.hasFired;
  return {
    ...head(order),
    triggerCondition: triggerCondition(order),
    isTrigger: waits,
    triggerPx: decimalText(waits ? order.trigger!.price : 0),
    children: children.map((child) => frontendRow(child)),
    isPositionTpsl: order.originalSize === null,
    reduceOnly: order.reduceOnly,
    orderType: orderType(order),
    origSz: decimalText(order.originalSize ?? 0),
    tif: timeInForce(order),
    cloid: order.clientOrderId,
  };
}

/** Orders in full, in their order; exits that wait for one of them stand within it and by themselves. */
export function frontendRows(orders: readonly OrderRecord[]): readonly FrontendRow[] {
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  return orders.map((order) => {
    const children = order.children.map((id) => byId.get(id)).filter((one) => one !== undefined);
    return frontendRow(order, children);
  });
}

/** What became of an order. */
export function historicalOrderRow(order: OrderRecord) {
  return {
    order: frontendRow(order),
    status: statusWord(order.status),
    statusTimestamp: order.statusTime,
  };
}

/** What became of an order, in short. */
export function orderUpdateRow(order: OrderRecord) {
  return {
    order: openOrderRow(order),
    status: statusWord(order.status),
    statusTimestamp: order.statusTime,
  };
}

/** What all rows of orders begin with. */
function head(order: OrderRecord) {
  return {
    coin: order.asset,
    side: sideLetter(order.side),
    limitPx: decimalText(order.limitPrice),
    sz: decimalText(order.size ?? 0),
    oid: order.orderId,
    timestamp: order.placedAt,
  };
}

/** A stop of a sell waits below the market, its target above; a buy's the other way. Source: exchange-rules 2.3. */
function triggerCondition({ trigger, hasFired, side }: OrderRecord): string {
  if (trigger === null) return "N/A";
  if (hasFired) return "Triggered";
  const isAbove = (trigger.kind === "stop") === (side === "buy");
  return `Price ${isAbove ? "above" : "below"} ${plainText(trigger.price)}`;
}

function orderType({ trigger }: OrderRecord): string {
  if (trigger === null) return "Limit";
  return `${trigger.kind === "stop" ? "Stop" : "Take Profit"} ${trigger.isMarket ? "Market" : "Limit"}`;
}

/** A trigger has none while it waits; fired it rests, or it was an order to the market. */
function timeInForce({ trigger, hasFired, timeInForce }: OrderRecord): string | null {
  if (trigger === null) return TIMES[timeInForce];
  if (!hasFired) return null;
  return trigger.isMarket ? TIMES.ioc : TIMES.gtc;
}
