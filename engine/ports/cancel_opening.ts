import type { AccountState } from "../model/account.ts";
import type { OpenOrder, Outcome } from "../model/order.ts";
import { cancelOrders } from "./ask_exchange.ts";
import type { Exchange } from "./exchange.ts";

/** An order that could still have opened a position, and what came of cancelling it. */
export interface CancelledOrder extends Pick<OpenOrder, "asset" | "kind"> {
  readonly clientOrderId: string;
  readonly outcome: Outcome;
}

/** Cancels, one after the other, what of our orders could still open or enlarge a position: those that are not reduce-only. */
export async function cancelOpening(
  { openOrders }: Pick<AccountState, "openOrders">,
  exchange: Exchange,
  isOurs: (clientOrderId: string) => boolean,
): Promise<CancelledOrder[]> {
  const cancelled: CancelledOrder[] = [];
  for (const { asset, clientOrderId, kind, reduceOnly } of openOrders) {
    if (reduceOnly || clientOrderId === null || !isOurs(clientOrderId)) continue;
    const [outcome] = await cancelOrders(asset, [clientOrderId], exchange);
    cancelled.push({ asset, kind, clientOrderId, outcome });
  }
  return cancelled;
}
