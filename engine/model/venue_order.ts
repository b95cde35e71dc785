/** Orders as a venue takes and keeps them, in our own words: what a client of any kind may send it. */
import type { Side } from "./order.ts";

/** How long a limit order lives: until cancelled, or not at all where it does not match at once; `alo` never matches at once. */
export type TimeInForce = "gtc" | "ioc" | "alo";

/** What a trigger waits for: a price that goes against a position, or one in its favour. */
export type TriggerKind = "stop" | "target";

/** A condition on the mark. */
export interface Trigger {
  readonly kind: TriggerKind;
  /** The mark at which it fires, USD. */
  readonly price: number;
  /** Fired, it is a market order down to its limit price; else a limit order that rests at it. */
  readonly isMarket: boolean;
}

/** An order as it is sent. */
export interface VenueOrder {
  readonly asset: string;
  readonly side: Side;
  /** In coins; null: the whole position, for triggers only. */
  readonly size: number | null;
  /** The worst price at which it may fill, USD. */
  readonly limitPrice: number;
  readonly reduceOnly: boolean;
  /** For a trigger it says nothing. */
  readonly timeInForce: TimeInForce;
  readonly trigger: Trigger | null;
  /** 0x and 32 hex characters; null: none. */
  readonly clientOrderId: string | null;
}

/**
 * How the orders of an action belong together: not at all; an entry with its exits, which wait until it has filled;
 * or exits of a position that stands.
 */
export type Grouping = "single" | "entry-with-exits" | "position-exits";

/** What can become of an order. Source: exchange-rules 2.9; in camel case these are the venue's words. */
export type OrderStatus =
  | "open"
  | "filled"
  | "canceled"
  | "triggered"
  | "margin-canceled"
  | "self-trade-canceled"
  | "reduce-only-canceled"
  | "sibling-filled-canceled"
  | "liquidated-canceled"
  | "scheduled-cancel"
  | "rejected"
  | "tick-rejected"
  | "min-trade-ntl-rejected"
  | "perp-margin-rejected"
  | "reduce-only-rejected"
  | "bad-alo-px-rejected"
  | "ioc-cancel-rejected"
  | "bad-trigger-px-rejected"
  | "market-order-no-liquidity-rejected"
  | "oracle-rejected"
  | "perp-max-position-rejected"
  | "too-many-open-orders-rejected";

/** An order the venue knows, with what became of it. */
export interface OrderRecord extends VenueOrder {
  /** The venue's number of it, rising. */
  readonly orderId: number;
  /** What was asked, in coins; null: the whole position. `size` is what is left of it. */
  readonly originalSize: number | null;
  readonly filledSize: number;
  /** Average price of its fills, USD; null when nothing filled. */
  readonly averagePrice: number | null;
  /** When it was placed, or its trigger fired, ms. */
  readonly placedAt: number;
  readonly status: OrderStatus;
  readonly statusTime: number;
  /** Whether it is a trigger that has fired: it stands on the book now. */
  readonly hasFired: boolean;
  /** Its exits that wait for it to fill, by order id. */
  readonly children: readonly number[];
}
