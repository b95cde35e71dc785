import {
  type Fill,
  type Instrument,
  notionalMicro,
  opposite,
  type Side,
  sizeScale,
  sizeToUnits,
  unitsToSize,
} from "../../engine/mod.ts";
import type { Account, Marks } from "./account.ts";
import { type HeldOrder, restAtLimit } from "./held_order.ts";
import { type Ending, isPending, type OpenOrders } from "./open_orders.ts";
import type { ExchangeOptions } from "./options.ts";
import type { OrderMargin } from "./order_margin.ts";
import { shrinkReduceOnly } from "./reduce_only.ts";
import type { Liquidity } from "./slippage/slippage_model.ts";

/** Where and when an order meets the market. */
export interface Moment {
  /** ms. */
  readonly time: number;
  /** The price of the moment, on the grid. */
  readonly price: number;
  /** Null where nothing asks for it. */
  readonly liquidity: Liquidity | null;
  /** Since when exits that come to life here watch the market, ms. */
  readonly watchFrom: number;
  /** Whether this is inside a candle that is being walked. */
  readonly isInside: boolean;
  /** The marks that the margin is judged by. */
  readonly marks: Marks;
}

/** What an order met; `reason` in the venue's words. */
export type Match =
  | { readonly filled: true; readonly size: number; readonly price: number }
  | { readonly filled: false; readonly reason: string };

/** What the matching goes by. */
export type MatchingOptions = Pick<ExchangeOptions, "slippage" | "partialFills" | "restingFill">;

/** The venue's words where nothing matched. Source: exchange-rules 2.8. */
export const NO_MATCH = "Order could not immediately match against any resting orders.";
/** The venue's words for an order that would not reduce. */
export const WOULD_INCREASE = "Reduce only order would increase position.";
/** The venue's words where the margin is not there. */
export const NO_MARGIN = "Insufficient margin to place order.";

/** Told of every fill of an order. */
export type OnFill = (fill: Fill, order: HeldOrder, crossed: boolean) => void;

/** What the matching works on. */
export interface MatchingParts {
  readonly account: Account;
  readonly orders: OpenOrders;
  readonly margin: OrderMargin;
  readonly onFill: OnFill;
}

/** Fills orders against the price of a moment, and looks after the orders that a fill ends or brings to life. */
export class Matching {
  readonly #parts: MatchingParts;
  readonly #options: MatchingOptions;

  constructor(parts: MatchingParts, options: MatchingOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /**
   * Lets an order take what it can at the slipped price: all of it or, with partial fills, its share of the candle;
   * nothing where that price is beyond its limit. What is left stays with the order.
   */
  take(order: HeldOrder, size: number, moment: Moment): Match {
    const { asset, side, limitPrice } = order.terms;
    const instrument = this.#parts.account.instrument(asset);
    const fillable = this.#fillable(size, moment.liquidity, instrument);
    if (fillable === 0) return { filled: false, reason: NO_MATCH };
    const price = this.takerPrice(asset, { side, size: fillable }, moment);
    if (price === null || isBeyond(price, side, limitPrice)) return { filled: false, reason: NO_MATCH };
    if (order.status === "open") this.#parts.orders.changed(order);
    this.#cancelOwn(asset, { side, price }, moment.time);
    this.#fill(order, { size: fillable, price, crossed: true }, moment);
    return { filled: true, size: fillable, price };
  }

  /** What a taker of this size would get, whatever its limit; null: nothing is there. USD. */
  takerPrice(
    asset: string,
    taker: { readonly side: Side; readonly size: number },
    { price, liquidity }: Pick<Moment, "price" | "liquidity">,
  ): number | null {
    const instrument = this.#parts.account.instrument(asset);
    return this.#options.slippage.price(price, { ...taker, instrument, liquidity });
  }

  /** How much of a reduce-only order there is to fill: at most the position; 0 when it would not reduce. */
  reducible(asset: string, side: Side, size: number | null): number {
    const position = this.#parts.account.signedSize(asset);
    if (position === 0 || (position > 0) === (side === "buy")) return 0;
    return size === null ? Math.abs(position) : Math.min(size, Math.abs(position));
  }

  /** A resting order that the price has reached: it fills at the price of the moment, as far as its margin is there. */
  meet(order: HeldOrder, moment: Moment): void {
    const { asset, side, reduceOnly } = order.terms;
    const instrument = this.#parts.account.instrument(asset);
    order.metBy = moment.time;
    const wanted = reduceOnly ? this.reducible(asset, side, order.left) : order.left!;
    const size = this.#fillable(wanted, moment.liquidity, instrument);
    if (size === 0) return;
    const exposing = { asset, side, size, limitPrice: moment.price };
    if (!reduceOnly && !this.#parts.margin.finds(exposing, moment.marks, order)) {
      this.#endForMargin(order, moment);
    } else this.#fill(order, { size, price: moment.price, crossed: false }, moment);
  }

  /**
   * Fires a trigger. A market one takes what it can down to its limit price, and is gone with the rest, as the
   * venue's own rules want it; the other rests at its limit with what it cannot take. Source: exchange-rules 2.3.
   */
  fire(order: HeldOrder, moment: Moment): Match {
    const { orders, margin } = this.#parts;
    const { asset, side, reduceOnly, trigger, limitPrice } = order.terms;
    const size = reduceOnly ? this.reducible(asset, side, order.left) : order.left!;
    if (size === 0) {
      return this.#ended(order, { status: "reduce-only-canceled", reason: WOULD_INCREASE }, moment);
    }
    const exposing = { asset, side, size, limitPrice };
    if (!reduceOnly && !margin.finds(exposing, moment.marks)) {
      return this.#ended(order, { status: "perp-margin-rejected", reason: NO_MARGIN }, moment);
    }
    orders.remove(order);
    order.isTrigger = false;
    order.status = "triggered";
    order.statusTime = order.placedAt = moment.time;
    order.left = size;
    orders.changed(order);
    const match = this.take(order, size, moment);
    if (!isPending(order)) return match;
    if (!trigger!.isMarket) {
      begin(order, moment);
      this.startBeyond(order, moment);
      this.rest(order, moment.time);
    } else if (match.filled) orders.end(order, "canceled", moment.time);
    else return this.#ended(order, { status: "ioc-cancel-rejected", reason: match.reason }, moment);
    return match;
  }

  /**
   * An order that lacked nothing but volume to take more rests beyond the price: in this candle it is met at the price it
   * came at, not at its limit.
   */
  startBeyond(order: HeldOrder, moment: Moment): void {
    const { asset, side, limitPrice } = order.terms;
    const price = this.takerPrice(asset, { side, size: order.left! }, moment);
    if (price === null || !isBeyond(price, side, limitPrice)) order.startPrice = moment.price;
  }

  /** Puts a limit order, or what is left of one, on the book. */
  rest(order: HeldOrder, time: number): void {
    const { account, orders } = this.#parts;
    const { asset, reduceOnly } = order.terms;
    const instrument = account.instrument(asset);
    order.metBy = Math.max(order.metBy, order.filledSize > 0 ? time : -1);
    restAtLimit(order, instrument, this.#options.restingFill);
    orders.add(order);
    if (reduceOnly) shrinkReduceOnly(asset, { account, orders }, time);
  }

  /** Brings exits to life whose entry has filled. */
  activate(parent: HeldOrder, moment: Moment): void {
    if (parent.children.length === 0) return;
    for (const child of parent.children) {
      if (!isPending(child)) continue;
      begin(child, moment);
      this.#parts.orders.add(child);
    }
    parent.children = [];
  }

  #ended(
    order: HeldOrder,
    why: { readonly status: Ending; readonly reason: string },
    moment: Moment,
  ): Match {
    this.#parts.orders.end(order, why.status, moment.time);
    return { filled: false, reason: why.reason };
  }

  #fillable(size: number, liquidity: Liquidity | null, instrument: Instrument): number {
    const share = this.#options.partialFills;
    if (share === null) return size;
    const units = Math.floor((liquidity?.volume ?? 0) * share * sizeScale(instrument));
    return Math.min(size, unitsToSize(units, instrument));
  }

  #fill(
    order: HeldOrder,
    { size, price, crossed }: { readonly size: number; readonly price: number; readonly crossed: boolean },
    moment: Moment,
  ): void {
    const { account, onFill } = this.#parts;
    const { asset, side, clientOrderId } = order.terms;
    const instrument = account.instrument(asset);
    const before = account.signedSize(asset);
    const { time } = moment;
    const fill = account.fill({
      time,
      asset,
      side,
      size,
      price,
      clientOrderId,
      liquidation: false,
      maker: !crossed,
    });
    onFill(fill, order, crossed);
    order.filledSize = unitsToSize(
      sizeToUnits(order.filledSize, instrument) + sizeToUnits(size, instrument),
      instrument,
    );
    order.filledMicro += notionalMicro(size, price, instrument);
    const left = sizeToUnits(order.left ?? size, instrument) - sizeToUnits(size, instrument);
    order.left = unitsToSize(left, instrument);
    if (left === 0) this.#complete(order, moment);
    else this.#parts.orders.changed(order);
    this.#afterFill(asset, before, time);
  }

  #complete(order: HeldOrder, moment: Moment): void {
    const { orders } = this.#parts;
    const { asset } = order.terms;
    orders.remove(order);
    order.status = "filled";
    order.statusTime = moment.time;
    orders.changed(order);
    if (order.group !== null) {
      const sibling = { status: "sibling-filled-canceled", time: moment.time } as const;
      orders.cancel(asset, sibling, (other) => other.group === order.group);
    }
    this.activate(order, moment);
  }

  /** What could only reduce a position that is there no more, or not on that side, goes with it; the rest shrinks. */
  #afterFill(asset: string, before: number, time: number): void {
    const { account, orders } = this.#parts;
    const position = account.signedSize(asset);
    if (before !== 0 && (position === 0 || (position > 0) !== (before > 0))) {
      const closed = { status: "reduce-only-canceled", time } as const;
      const closing: Side = before > 0 ? "sell" : "buy";
      const isClosed = position === 0 ? () => true : (side: Side): boolean => side === closing;
      orders.cancel(asset, closed, ({ terms }) => terms.reduceOnly && isClosed(terms.side));
    }
    shrinkReduceOnly(asset, { account, orders }, time);
  }

  /** Partly filled and short of margin, an entry leaves its exits behind; else they go with it. */
  #endForMargin(order: HeldOrder, moment: Moment): void {
    if (order.filledSize > 0) this.activate(order, moment);
    this.#parts.orders.end(order, "margin-canceled", moment.time);
  }

  /** Own resting orders that the taker would meet are cancelled, without a fill. Source: exchange-rules 2.1. */
  #cancelOwn(asset: string, taker: { readonly side: Side; readonly price: number }, time: number): void {
    const { orders } = this.#parts;
    if (orders.restingCount === 0) return;
    const own = { status: "self-trade-canceled", time } as const;
    orders.cancel(
      asset,
      own,
      ({ terms, isTrigger }) =>
        !isTrigger && terms.side === opposite(taker.side) &&
        !isBeyond(terms.limitPrice, taker.side, taker.price),
    );
  }
}

/** Lets an order watch the market from this moment on. */
function begin(order: HeldOrder, { watchFrom, isInside, price }: Moment): void {
  order.watchesFrom = watchFrom;
  order.startPrice = isInside ? price : null;
}

/** Whether a price is worse than a limit for this side. */
export function isBeyond(price: number, side: Side, limitPrice: number): boolean {
  return side === "buy" ? price > limitPrice : price < limitPrice;
}
