import { opposite, type Side } from "../../engine/mod.ts";
import type { Account } from "./account.ts";
import { slippedPrice } from "./slippage.ts";
import { CANCELED, type TriggerOrder, type TriggerOrders } from "./trigger_orders.ts";

/** What a market order met. */
export type Match =
  | { readonly filled: true; readonly size: number; readonly price: number }
  | { readonly filled: false; readonly reason: string };

/** A market order that has arrived. */
export interface Taking {
  readonly asset: string;
  readonly side: Side;
  /** In coins; above the position when reduce-only: it is shrunk. */
  readonly size: number;
  readonly limitPrice: number;
  readonly clientOrderId: string | null;
}

/** The venue's words where nothing matched. Source: exchange-rules 2.8. */
export const NO_MATCH = "Order could not immediately match against any resting orders.";
/** The venue's words for an order that would not reduce. */
export const WOULD_INCREASE = "Reduce only order would increase position.";

/** Fills orders against the price of a moment, and looks after the orders that a fill ends. */
export class Matching {
  readonly #account: Account;
  readonly #orders: TriggerOrders;
  readonly #slippageBps: number;

  constructor(account: Account, orders: TriggerOrders, slippageBps: number) {
    this.#account = account;
    this.#orders = orders;
    this.#slippageBps = slippageBps;
  }

  /** Fills a whole market order at the slipped price, or nothing where that is beyond its worst price. */
  take(order: Taking, moment: { readonly time: number; readonly price: number }): Match {
    const { asset, side, size, limitPrice, clientOrderId } = order;
    const instrument = this.#account.instrument(asset);
    const price = slippedPrice(moment.price, { side, slippageBps: this.#slippageBps }, instrument);
    const beyond = side === "buy" ? price > limitPrice : price < limitPrice;
    if (beyond || !(price > 0)) return { filled: false, reason: NO_MATCH };
    this.#account.fill({ time: moment.time, asset, side, size, price, clientOrderId, liquidation: false });
    this.#afterFill(asset);
    return { filled: true, size, price };
  }

  /** How much of a reduce-only order there is to fill: at most the position; 0 when it would not reduce. */
  reducible(asset: string, side: Side, size: number | null): number {
    const position = this.#account.signedSize(asset);
    if (position === 0 || (position > 0) === (side === "buy")) return 0;
    return size === null ? Math.abs(position) : Math.min(size, Math.abs(position));
  }

  /**
   * Fires a trigger: it becomes a market order at the price of the moment. Its group goes with a fill; where
   * nothing fills it is gone all the same, as the venue's own rules want it.
   */
  fire(order: TriggerOrder, moment: { readonly time: number; readonly price: number }): Match {
    const { asset, side, limitPrice, clientOrderId } = order;
    const size = this.reducible(asset, side, order.size);
    this.#orders.end(order, CANCELED);
    if (size === 0) return { filled: false, reason: WOULD_INCREASE };
    const match = this.take({ asset, side, size, limitPrice, clientOrderId }, moment);
    if (!match.filled) return match;
    this.#orders.record(clientOrderId, { state: "filled", filledSize: match.size, price: match.price });
    this.#orders.cancel(asset, (other) => other.group === order.group);
    return match;
  }

  /** Orders that would close a position there is no more, or not of that side, are cancelled with it. */
  #afterFill(asset: string): void {
    const position = this.#account.signedSize(asset);
    const closes = position > 0 ? "sell" : "buy";
    this.#orders.cancel(asset, (order) => position === 0 || order.side === opposite(closes));
  }
}
