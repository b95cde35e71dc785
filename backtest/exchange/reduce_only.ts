import { sizeToUnits, unitsToSize } from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import type { HeldOrder } from "./held_order.ts";
import type { OpenOrders } from "./open_orders.ts";

/**
 * Resting reduce-only orders never reach beyond the position: each is cut to it, and while all together are larger
 * the oldest goes. Triggers do not count, or a stop and a target would cancel each other. Source: exchange-rules 2.2.
 */
export function shrinkReduceOnly(
  asset: string,
  { account, orders }: { readonly account: Account; readonly orders: OpenOrders },
  time: number,
): void {
  if (orders.restingCount === 0) return;
  const instrument = account.instrument(asset);
  const position = sizeToUnits(Math.abs(account.signedSize(asset)), instrument);
  const reducing = orders.of(asset).filter((order) => !order.isTrigger && order.terms.reduceOnly);
  let sum = 0;
  for (const order of reducing) {
    const units = Math.min(sizeToUnits(order.left!, instrument), position);
    order.left = unitsToSize(units, instrument);
    sum += units;
  }
  const oldestFirst = reducing.sort((a, b) => a.placedAt - b.placedAt || a.orderId - b.orderId);
  for (const order of oldestFirst) {
    if (sum <= position) return;
    sum -= unitsOf(order, instrument);
    orders.end(order, "reduce-only-canceled", time);
  }
}

function unitsOf(order: HeldOrder, instrument: Parameters<typeof sizeToUnits>[1]): number {
  return sizeToUnits(order.left!, instrument);
}
