import type { ApprovedOrder } from "../model/approved_order.ts";
import type { LegOutcome } from "../model/order.ts";
import type { OrderPorts } from "./mod.ts";
import { lookUpGroup, sendGroup } from "./send_group.ts";

/** What an order was intended for, and until when it may be sent. */
export interface Sending {
  /** The candle close of its cycle, or what stands in its place, ms. */
  readonly close: number;
  /** The last moment at which it may be sent, ms; Infinity: it may be at any. */
  readonly until: number;
}

/**
 * Sends a group whose intent is in the diary. Where its time has passed it is not sent: it is looked up, since a process
 * that was killed may have sent it; what the venue knows nothing of has lapsed, which stands in the diary then (null).
 */
export async function sendInTime(
  order: ApprovedOrder,
  ports: OrderPorts,
  { close, until }: Sending,
): Promise<readonly LegOutcome[] | null> {
  // Where nothing is ever late the clock is not looked at: a reading would be kept.
  const lateMs = until === Infinity ? 0 : ports.clock.now() - until;
  if (lateMs <= 0) return await sendGroup(order, ports.exchange);
  const before = await lookUpGroup(order, ports.exchange);
  if (before !== null) return before;
  const { asset, purpose, legs } = order;
  const orders = legs.map(({ clientOrderId }) => clientOrderId);
  ports.diary.append({ kind: "lapsed", close, asset, purpose, orders, lateMs });
  return null;
}
