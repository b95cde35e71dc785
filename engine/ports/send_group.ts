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
    resolved.push(outcome.status === "unknown" ? (await lookUp(outcome, exchange)).outcome : outcome);
  }
  return resolved;
}

/**
 * What became of a group that may have been sent before, by its client order ids; null: the venue knows none of it, so it
 * never arrived.
 */
export async function lookUpGroup(
  { legs }: Pick<ApprovedOrder, "legs">,
  exchange: Exchange,
): Promise<readonly LegOutcome[] | null> {
  const outcomes: LegOutcome[] = [];
  let isKnown = false;
  for (const leg of legs) {
    const found = await lookUp(leg, exchange);
    isKnown ||= found.isKnown;
    outcomes.push(found.outcome);
  }
  return isKnown ? outcomes : null;
}

/** A group of which nothing was sent, for one reason. */
export function rejectGroup(order: ApprovedOrder, reason: string): LegOutcome[] {
  return order.legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "rejected", reason }));
}

/** What became of a leg, and whether it may have arrived. */
async function lookUp(
  { leg, clientOrderId }: Pick<LegOutcome, "leg" | "clientOrderId">,
  exchange: Exchange,
): Promise<{ readonly outcome: LegOutcome; readonly isKnown: boolean }> {
  const found = await findOrder(clientOrderId, exchange);
  const rejected = (reason: string): LegOutcome => ({ leg, clientOrderId, status: "rejected", reason });
  switch (found.status) {
    case "found": {
      const { state, filledSize, price } = found;
      const outcome: LegOutcome = state === "ended" && filledSize === 0
        ? rejected("it ended without a fill")
        : { leg, clientOrderId, status: "accepted", filledSize, price };
      return { outcome, isKnown: true };
    }
    case "none":
      return { outcome: rejected("the venue does not know it"), isKnown: false };
    case "unknown":
      return { outcome: { leg, clientOrderId, status: "unknown", reason: found.reason }, isKnown: true };
  }
}
