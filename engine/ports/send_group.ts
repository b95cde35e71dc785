import type { ApprovedOrder } from "../model/approved_order.ts";
import type { LegOutcome } from "../model/order.ts";
import { findOrder, setLeverage, submitOrder } from "./ask_exchange.ts";
import type { Exchange } from "./exchange.ts";

/**
 * Sends a group, its leverage first where it is to be set. An unknown outcome is looked up by its client order id:
 * it is never read as none, and nothing is sent again. What stays unknown is told as such.
 */
export async function sendGroup(order: ApprovedOrder, exchange: Exchange): Promise<readonly LegOutcome[]> {
  if (order.leverage !== null) {
    const set = await setLeverage(order.asset, order.leverage, exchange);
    if (set.status !== "accepted") {
      return rejectGroup(order, `leverage ${order.leverage} was not set: ${set.reason}`);
    }
  }
  const submitted = submitOrder(order, exchange);
  const outcomes = submitted instanceof Promise ? await submitted : submitted;
  if (outcomes.every(({ status }) => status !== "unknown")) return outcomes;
  const resolved: LegOutcome[] = [];
  for (const outcome of outcomes) {
    resolved.push(outcome.status === "unknown" ? await lookUp(outcome, exchange) : outcome);
  }
  return resolved;
}

/** A group of which nothing was sent, for one reason. */
export function rejectGroup(order: ApprovedOrder, reason: string): LegOutcome[] {
  return order.legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "rejected", reason }));
}

async function lookUp(outcome: LegOutcome, exchange: Exchange): Promise<LegOutcome> {
  const { leg, clientOrderId } = outcome;
  const found = await findOrder(clientOrderId, exchange);
  switch (found.status) {
    case "found":
      if (found.state === "ended" && found.filledSize === 0) {
        return { leg, clientOrderId, status: "rejected", reason: "it ended without a fill" };
      }
      return { leg, clientOrderId, status: "accepted", filledSize: found.filledSize, price: found.price };
    case "none":
      return { leg, clientOrderId, status: "rejected", reason: "the venue does not know it" };
    case "unknown":
      return { leg, clientOrderId, status: "unknown", reason: found.reason };
  }
}
