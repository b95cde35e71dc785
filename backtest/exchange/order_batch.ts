import { type Grouping, opposite, type VenueOrder } from "../../engine/mod.ts";

/** The most orders or cancels of one action. Source: exchange-rules 7. */
export const MOST_IN_ACTION = 200;
/** The venue's words for an action with too many parts. */
export const TOO_MANY = `Signed action over weight limit of ${MOST_IN_ACTION}.`;

/**
 * Why the venue refuses a whole action, in its own words; null where it looks at the orders one by one. That two
 * orders of one action may not have one client order id is our own rule: the venue's words are not on record.
 * Source: exchange-rules 2.3, 2.4 and 2.8.
 */
export function refusalOf(batch: readonly VenueOrder[], grouping: Grouping): string | null {
  if (batch.length === 0) return "Orders are empty";
  if (batch.length > MOST_IN_ACTION) return TOO_MANY;
  if (hasTwins(batch)) return "Two orders of one action have the same client order id.";
  if (grouping === "single") return null;
  if (grouping === "position-exits") return refusedExits(batch, null);
  const [entry, ...exits] = batch;
  if (entry.trigger !== null) return "Main order cannot be trigger order.";
  return refusedExits(exits, entry);
}

function hasTwins(batch: readonly VenueOrder[]): boolean {
  return batch.some(({ clientOrderId }, index) =>
    clientOrderId !== null && batch.findIndex((other) => other.clientOrderId === clientOrderId) < index
  );
}

function refusedExits(exits: readonly VenueOrder[], entry: VenueOrder | null): string | null {
  const isCounted = exits.length >= 1 && exits.length <= 2 && exits.every(({ trigger }) => trigger !== null);
  if (!isCounted) return "Unexpected number of trigger orders";
  if (exits.some(({ reduceOnly }) => !reduceOnly)) return "Trigger order is not reduce only.";
  const side = entry === null ? exits[0].side : opposite(entry.side);
  return exits.every((exit) => exit.side === side) ? null : "Trigger order has unexpected side.";
}
