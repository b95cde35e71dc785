import type { ExchangeState } from "../model/account.ts";
import type { ApprovedOrder } from "../model/approved_order.ts";
import type { Awaitable } from "../model/awaitable.ts";
import type { EventMark, LegOutcome, OrderLookup, Outcome } from "../model/order.ts";

/** The venue that holds the account. Every call first settles what happened up to now. No promise where that is done at once. */
export interface Exchange {
  /** The account now, and what changed its balance after `since`; event times never fall. */
  sync(since: EventMark): Awaitable<ExchangeState>;
  /** Sets the whole leverage of an asset, cross margin. */
  setLeverage(asset: string, leverage: number): Awaitable<Outcome>;
  /** Sends a group as one action; one outcome per leg, in their order. */
  submit(order: ApprovedOrder): Awaitable<readonly LegOutcome[]>;
  /** Cancels orders of an asset by client order id; one outcome each, in their order. */
  cancel(asset: string, clientOrderIds: readonly string[]): Promise<readonly Outcome[]>;
  /** What became of an order; `unknown` is never to be read as `none`. */
  find(clientOrderId: string): Promise<OrderLookup>;
}
