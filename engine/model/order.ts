/** Orders, what the venue makes of them, and the fills, in our own words. */

/** Side of an order. */
export type Side = "buy" | "sell";

/** Side of a position. */
export type PositionSide = "long" | "short";

/** What an order is for: entering, closing, or protecting a position below and above. */
export type Leg = "entry" | "close" | "stop" | "target";

/** One order of a group. Entries and closes are market orders: IOC with a worst price. */
export interface OrderLeg {
  readonly leg: Leg;
  /** 0x and 32 hex characters. */
  readonly clientOrderId: string;
  readonly side: Side;
  /** In coins; null: the whole position, whatever its size when the trigger fires. */
  readonly size: number | null;
  /** The worst price at which it may fill, USD. */
  readonly limitPrice: number;
  /** The mark at which a stop or target fires, USD; null for entries and closes. */
  readonly triggerPrice: number | null;
  readonly reduceOnly: boolean;
}

/** Orders of one asset that go out as one action. */
export interface OrderGroup {
  readonly asset: string;
  /**
   * `open` and `add`: an entry with its stop and target; `close`: one reduce-only order;
   * `protect`: stop and target of a position that already stands.
   */
  readonly purpose: "open" | "add" | "close" | "protect";
  readonly legs: readonly OrderLeg[];
}

/** An order the venue holds: waiting for its trigger, or resting. */
export interface OpenOrder {
  readonly asset: string;
  /** Null for an order that was placed without one, which is not ours. */
  readonly clientOrderId: string | null;
  readonly kind: "limit" | "stop" | "target";
  readonly side: Side;
  /** What is left of it, in coins; null: the whole position. */
  readonly size: number | null;
  readonly limitPrice: number;
  readonly triggerPrice: number | null;
  readonly reduceOnly: boolean;
}

/** What became of one leg that was sent. */
export type LegOutcome =
  | {
    readonly leg: Leg;
    readonly clientOrderId: string;
    readonly status: "accepted";
    /** In coins, 0 for a trigger that waits. */
    readonly filledSize: number;
    /** Average price of the fills, USD; null when nothing filled. */
    readonly price: number | null;
  }
  | {
    readonly leg: Leg;
    readonly clientOrderId: string;
    readonly status: "rejected";
    readonly reason: string;
  }
  | {
    readonly leg: Leg;
    readonly clientOrderId: string;
    readonly status: "unknown";
    readonly reason: string;
  };

/** What became of a call that answers with no more than yes or no. */
export type Outcome =
  | { readonly status: "accepted" }
  | { readonly status: "rejected"; readonly reason: string }
  | { readonly status: "unknown"; readonly reason: string };

/** What the venue knows of an order by its client order id. */
export type OrderLookup =
  | {
    readonly status: "found";
    readonly state: "open" | "filled" | "ended";
    readonly filledSize: number;
    readonly price: number | null;
  }
  | { readonly status: "none" }
  | { readonly status: "unknown"; readonly reason: string };

/** One execution. */
export interface Fill {
  readonly kind: "fill";
  /** ms since the epoch. */
  readonly time: number;
  readonly asset: string;
  readonly side: Side;
  /** In coins. */
  readonly size: number;
  readonly price: number;
  readonly feeUsd: number;
  /** PnL of the part of a position it closed, before fees; 0 when it opened. Source: exchange-rules 3.4. */
  readonly realizedPnlUsd: number;
  readonly clientOrderId: string | null;
  /** Made by the venue because the margin was gone. */
  readonly liquidation: boolean;
}

/** One hour's funding of one position. */
export interface FundingPayment {
  readonly kind: "funding";
  readonly time: number;
  readonly asset: string;
  /** The hour's rate as a fraction. */
  readonly rate: number;
  /** Signed size in coins, above zero for a long. */
  readonly size: number;
  /** What came in (+) or went out (−), USD. */
  readonly amountUsd: number;
}

/** Money that came into the account or left it; it is not PnL. */
export interface Transfer {
  readonly kind: "transfer";
  readonly time: number;
  readonly amountUsd: number;
}

/** Anything that changes the balance. */
export type AccountEvent = Fill | FundingPayment | Transfer;

/** How far the events of an account are known: all before `time` (ms), and the first `count` of those at it. */
export interface EventMark {
  readonly time: number;
  readonly count: number;
}

/** Nothing is known yet. */
export const NO_EVENTS: EventMark = { time: -1, count: 0 };

const KINDS: readonly AccountEvent["kind"][] = ["transfer", "fill", "funding"];

/**
 * Events in the order in which a diary's line gives them back, where they stand by kind: by time, and at one time
 * money moved first, then fills, then funding. What takes them in live takes them in this order, too.
 */
export function inDiaryOrder(events: readonly AccountEvent[]): readonly AccountEvent[] {
  if (events.length < 2) return events;
  return [...events].sort((a, b) => a.time - b.time || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/** The other side of an order. */
export function opposite(side: Side): Side {
  return side === "buy" ? "sell" : "buy";
}

/** The side of the order that opens a position of this side. */
export function openingSide(side: PositionSide): Side {
  return side === "long" ? "buy" : "sell";
}

/** The side of the order that closes a position of this side. */
export function closingSide(side: PositionSide): Side {
  return side === "long" ? "sell" : "buy";
}
