import type { ApprovedOrder } from "../model/approved_order.ts";
import { type Awaitable, orElse } from "../model/awaitable.ts";
import type { LegOutcome, OrderLookup, Outcome } from "../model/order.ts";
import type { Exchange } from "./exchange.ts";
import { failureOf } from "./port_failure.ts";

/** Submits a group; where the exchange fails it is not known what became of any leg. */
export function submitOrder(order: ApprovedOrder, exchange: Exchange): Awaitable<readonly LegOutcome[]> {
  return orElse(() => exchange.submit(order), (error): readonly LegOutcome[] => {
    const reason = failureOf(error);
    return order.legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "unknown", reason }));
  });
}

/** Sets the leverage of an asset; where the exchange fails it is not known whether it is set. */
export async function setLeverage(asset: string, leverage: number, exchange: Exchange): Promise<Outcome> {
  try {
    return await exchange.setLeverage(asset, leverage);
  } catch (error) {
    return { status: "unknown", reason: failureOf(error) };
  }
}

/** Cancels orders; where the exchange fails it is not known of any whether it is cancelled. */
export async function cancelOrders(
  asset: string,
  clientOrderIds: readonly string[],
  exchange: Exchange,
): Promise<readonly Outcome[]> {
  try {
    return await exchange.cancel(asset, clientOrderIds);
  } catch (error) {
    const reason = failureOf(error);
    return clientOrderIds.map(() => ({ status: "unknown", reason }));
  }
}

/** Looks an order up; where the exchange fails nothing is known of it. */
export async function findOrder(clientOrderId: string, exchange: Exchange): Promise<OrderLookup> {
  try {
    return await exchange.find(clientOrderId);
  } catch (error) {
    return { status: "unknown", reason: failureOf(error) };
  }
}
