import type { AccountState, Position } from "./account.ts";
import { closingSide } from "./order.ts";

/** What ends a position by itself. */
export type Exit = "stop" | "target";

/** Whether resting orders of a kind close a whole position: one that follows it, or several that add up to its size. */
export function isCovered(
  kind: Exit,
  position: Position,
  { openOrders }: Pick<AccountState, "openOrders">,
): boolean {
  let covered = 0;
  for (const order of openOrders) {
    if (order.kind !== kind || order.asset !== position.asset || !order.reduceOnly) continue;
    if (order.side !== closingSide(position.side)) continue;
    if (order.size === null) return true;
    covered += millionths(order.size);
  }
  return covered >= millionths(position.size);
}

/** No size has more than six decimals, so that in millionths sizes add up exactly. */
function millionths(size: number): number {
  return Math.round(size * 1e6);
}
