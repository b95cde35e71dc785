import type { CandleWindow } from "../model/candles.ts";
import type { AccountState } from "../model/account.ts";
import type { FillDirection } from "../model/fill_direction.ts";
import type { Interval } from "../model/interval.ts";
import type { MarketContext } from "../model/market_context.ts";
import type { Fill, FundingPayment } from "../model/order.ts";
import type { Grouping, OrderRecord, VenueOrder } from "../model/venue_order.ts";
import type { CandleRange } from "./market_data.ts";

/** What the venue says to one order of an action. */
export type OrderAnswer =
  | { readonly status: "resting"; readonly orderId: number; readonly clientOrderId: string | null }
  | {
    readonly status: "filled";
    readonly orderId: number;
    readonly clientOrderId: string | null;
    /** In coins; less than was asked where the rest was cancelled or rests. */
    readonly filledSize: number;
    readonly averagePrice: number;
  }
  | { readonly status: "waiting-for-fill"; readonly orderId: number }
  | { readonly status: "waiting-for-trigger"; readonly orderId: number }
  | { readonly status: "error"; readonly reason: string };

/** What the venue says to an action of several orders: to each, in their order, or that it took none at all. */
export type OrdersAnswer =
  | { readonly status: "taken"; readonly answers: readonly OrderAnswer[] }
  | { readonly status: "refused"; readonly reason: string };

/** What the venue says to an action that is done or not. */
export type ActionAnswer =
  | { readonly status: "done" }
  | { readonly status: "refused"; readonly reason: string };

/** What the venue says to the cancels of an action: null where the order was cancelled, else why not. */
export type CancelsAnswer =
  | { readonly status: "taken"; readonly reasons: readonly (string | null)[] }
  | { readonly status: "refused"; readonly reason: string };

/** An order by the venue's number or by the client's. */
export type OrderRef = number | string;

/** How an action is sent. */
export interface ActionTerms {
  /** After this moment (ms) it is refused; null: never. */
  readonly expiresAfter: number | null;
  /** For a change of an order: the new one is placed even where there is none to cancel any more. */
  readonly always?: boolean;
}

/** How the venue closed a position: by an order to the market, or by taking it over with its margin. */
export type LiquidationMethod = "market" | "backstop";

/** A fill with what the venue tells beside it. */
export interface VenueFill extends Fill {
  /** The venue's number of the order; null where the venue itself closed the position. */
  readonly orderId: number | null;
  /** Whether it took liquidity. */
  readonly crossed: boolean;
  /** Signed size before it, in coins. */
  readonly startPosition: number;
  readonly direction: FillDirection;
  /** Null where it was no liquidation. */
  readonly liquidationMethod: LiquidationMethod | null;
  /** Rises by one with every fill of the account. */
  readonly tradeId: number;
}

/** What an asset's positions have paid in funding, USD; below zero it was received. */
export interface FundingPaid {
  readonly allTimeUsd: number;
  /** Since it was last flat or turned round. */
  readonly sinceOpenUsd: number;
  /** Since its size last changed. */
  readonly sinceChangeUsd: number;
}

/** What the venue tells of a position beside what {@link AccountState} holds. */
export interface PositionMargin {
  readonly asset: string;
  /** Isolated: its own money, its margin − Σ signed notional of its fills + funding, USD; null: cross. */
  readonly isolatedCashUsd: number | null;
  /** Unrealised PnL ÷ the margin it was entered with, a fraction. */
  readonly returnOnEquity: number;
  readonly fundingPaid: FundingPaid;
}

/** The margin of an account, USD. */
export interface MarginState {
  readonly time: number;
  /** What all cross positions share: deposits − Σ signed notional of their fills − fees + funding. */
  readonly crossCashUsd: number;
  /** That and Σ size × mark of the cross positions. */
  readonly crossValueUsd: number;
  /** Σ |size| × mark of the cross positions. */
  readonly crossNotionalUsd: number;
  /** Initial margin of the cross positions. */
  readonly crossMarginUsedUsd: number;
  /** Below it the cross account is liquidated. */
  readonly crossMaintenanceUsd: number;
  /** What may leave the account or go to an isolated position. */
  readonly withdrawableUsd: number;
  /** In the order of the account's positions. */
  readonly positions: readonly PositionMargin[];
}

/** One price of a book. */
export interface BookLevel {
  readonly price: number;
  /** In coins. */
  readonly size: number;
}

/** A book, the best price of each side first; both sides are empty where the market shows no price. */
export interface Book {
  readonly time: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** A part of a history, ms; both ends belong to it. */
export interface TimeRange {
  readonly from: number;
  readonly until: number;
}

/**
 * One account of a venue as its own clients see it: every order type, and every history. Reasons are the venue's words
 * without the asset's number, which only its wire knows. Source: exchange-rules 2.
 */
export interface Venue {
  /** Takes up to 200 orders as one action; a batch is mixed: some may be taken and others not. */
  place(orders: readonly VenueOrder[], grouping: Grouping, terms?: ActionTerms): Promise<OrdersAnswer>;
  /** Cancels an order and places another in its stead, under a new number. */
  modify(order: OrderRef, to: VenueOrder, terms?: ActionTerms): Promise<OrdersAnswer>;
  /** Cancels orders of their assets. */
  cancel(
    orders: readonly { readonly asset: string; readonly order: OrderRef }[],
    terms?: ActionTerms,
  ): Promise<CancelsAnswer>;
  /** Cancels every order at a moment (ms), at least five seconds ahead; null: not at all. */
  scheduleCancel(time: number | null, terms?: ActionTerms): Promise<ActionAnswer>;
  /** Sets leverage and margin mode of an asset. */
  updateLeverage(
    asset: string,
    to: { readonly leverage: number; readonly isCross: boolean },
    terms?: ActionTerms,
  ): Promise<ActionAnswer>;
  /** Moves margin (micro-USDC, below zero: out) into an isolated position. */
  updateIsolatedMargin(asset: string, micro: number, terms?: ActionTerms): Promise<ActionAnswer>;
  /** The account now, with the orders as the engine sees them. */
  account(): Promise<AccountState>;
  /** The margin of the account now. */
  marginState(): Promise<MarginState>;
  /** Orders that rest, wait for their trigger or for their entry; the newest first. */
  openOrders(): Promise<readonly OrderRecord[]>;
  /** What became of an order; null: the venue does not know it. */
  orderStatus(order: OrderRef): Promise<OrderRecord | null>;
  /** Every order there ever was, the newest first, at most so many. */
  historicalOrders(limit: number): Promise<readonly OrderRecord[]>;
  /** Fills, oldest first. */
  fills(range: TimeRange): Promise<readonly VenueFill[]>;
  /** Funding paid and received, oldest first. */
  fundingHistory(range: TimeRange): Promise<readonly FundingPayment[]>;
  /** A book of so many levels a side around the price of the moment. */
  book(asset: string, levels: number): Promise<Book>;
  /** Closed candles. */
  candles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow>;
  /** Mark, mid, oracle and funding of assets. */
  contexts(assets: readonly string[]): Promise<readonly MarketContext[]>;
}
