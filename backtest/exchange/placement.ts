import {
  andThen,
  type Awaitable,
  eachInTurn,
  type Grouping,
  type MarketContext,
  type OrderAnswer,
  type OrdersAnswer,
  type VenueOrder,
} from "../../engine/mod.ts";
import { averagePrice, type HeldOrder, heldOrder, isReached } from "./held_order.ts";
import { isBeyond, type Moment, NO_MARGIN, NO_MATCH, WOULD_INCREASE } from "./matching.ts";
import { isPending } from "./open_orders.ts";
import { refusalOf } from "./order_batch.ts";
import { type Rejection, rejectionOf } from "./validate.ts";
import type { VenueCore } from "./venue_core.ts";

const OVER_TIER = "Order would cause position to exceed margin tier limit at current leverage";

/** What the market shows of an asset when an action arrives; all its orders meet the same. */
interface Look {
  readonly context: MarketContext;
  /** Null where the market shows no price. */
  readonly moment: Moment | null;
}

/** What an action of orders is taken in with. */
interface Taking {
  readonly grouping: Grouping;
  readonly now: number;
  /** By asset; none of one that is not listed. */
  readonly looks: ReadonlyMap<string, Look>;
}

/** Takes orders in: judges them, lets them take what they can, and puts the rest where it waits. */
export class Placement {
  readonly #core: VenueCore;
  #groups = 0;

  constructor(core: VenueCore) {
    this.#core = core;
  }

  /** Takes an action of orders in at this moment (ms), which is settled. */
  place(batch: readonly VenueOrder[], grouping: Grouping, now: number): Awaitable<OrdersAnswer> {
    const reason = refusalOf(batch, grouping);
    if (reason !== null) return { status: "refused", reason };
    const looked = andThen(this.#core.markAll(), () => this.#lookAt(batch));
    return andThen(looked, (looks) => this.#take(batch, { grouping, now, looks }));
  }

  #take(batch: readonly VenueOrder[], { grouping, now, looks }: Taking): OrdersAnswer {
    const group = grouping === "single" ? null : ++this.#groups;
    const answers: OrderAnswer[] = [];
    let entry: HeldOrder | null = null;
    for (const terms of batch) {
      const look = looks.get(terms.asset);
      if (look === undefined) {
        answers.push(error(`unknown asset ${terms.asset}`));
        continue;
      }
      const isEntry = grouping === "entry-with-exits" && terms === batch[0];
      const orderId = this.#core.orders.nextId;
      const order = heldOrder({ orderId, terms, time: now, group: isEntry ? null : group });
      this.#core.orders.know(order);
      if (isEntry) entry = order;
      const isExit = entry !== null && !isEntry;
      answers.push(
        isExit
          ? this.#exit(order, look, { entry: entry!, answer: answers[0] })
          : this.#one(order, look, grouping),
      );
    }
    return { status: "taken", answers };
  }

  /** Looks once at each asset that is listed. */
  #lookAt(batch: readonly VenueOrder[]): Awaitable<ReadonlyMap<string, Look>> {
    const looks = new Map<string, Look>();
    const looked = eachInTurn(batch, ({ asset }): Awaitable<void> => {
      if (looks.has(asset) || !this.#core.lists(asset)) return;
      return andThen(this.#lookAtOne(asset), (look) => {
        looks.set(asset, look);
      });
    });
    return andThen(looked, () => looks);
  }

  #lookAtOne(asset: string): Awaitable<Look> {
    const core = this.#core;
    return andThen(core.contextOf(asset), (context) =>
      andThen(core.liquidityAt(asset), (liquidity) => {
        const { mid: price, time } = context;
        if (price === null) return { context, moment: null };
        const marks = core.shownMarks;
        return { context, moment: { time, price, liquidity, watchFrom: time, isInside: false, marks } };
      }));
  }

  #one(order: HeldOrder, look: Look, grouping: Grouping): OrderAnswer {
    const rejection = this.#judgeLooks(order, look);
    if (rejection !== null) return this.#reject(order, rejection);
    if (order.terms.trigger === null) return this.#limit(order, look);
    if (grouping === "position-exits" && this.#reducible(order) === 0) return this.#notReducing(order);
    return this.#trigger(order, look);
  }

  /** An exit of an entry: it is placed once the entry has filled, waits while it rests, and goes where it has gone. */
  #exit(
    order: HeldOrder,
    look: Look,
    { entry, answer }: { readonly entry: HeldOrder; readonly answer: OrderAnswer },
  ): OrderAnswer {
    if (entry.status !== "filled" && !isPending(entry)) {
      this.#core.orders.end(order, "canceled", order.statusTime);
      return answer.status === "error" ? answer : { status: "waiting-for-fill", orderId: order.orderId };
    }
    const rejection = this.#judgeLooks(order, look);
    if (rejection !== null) return this.#reject(order, rejection);
    if (isPending(entry)) {
      entry.children = [...entry.children, order];
      this.#core.orders.changed(order);
      return { status: "waiting-for-fill", orderId: order.orderId };
    }
    if (this.#reducible(order) === 0) return this.#notReducing(order);
    return this.#trigger(order, look);
  }

  #judgeLooks(order: HeldOrder, { context: { oracle } }: Look): Rejection | null {
    const { account, orders } = this.#core;
    const { asset } = order.terms;
    const signedSize = account.signedSize(asset);
    const instrument = account.instrument(asset);
    return rejectionOf(order.terms, { instrument, signedSize, oracle, openOrders: orders.count });
  }

  #limit(order: HeldOrder, { context: { mark }, moment }: Look): OrderAnswer {
    const { matching } = this.#core;
    const rejection = this.#judge(order, moment);
    if (rejection !== null) return this.#reject(order, rejection);
    const { timeInForce } = order.terms;
    const takes = moment !== null && timeInForce !== "alo";
    const match = takes ? matching.take(order, order.left!, moment) : null;
    if (match?.filled) {
      const { price } = moment!;
      this.#core.markAt(order.terms.asset, { mark: mark ?? price, price });
    }
    if (!isPending(order)) return this.#filled(order);
    if (order.filledSize === 0 && timeInForce !== "ioc") this.#core.orders.changed(order);
    if (takes) matching.startBeyond(order, moment);
    if (timeInForce !== "ioc") matching.rest(order, order.placedAt);
    else if (match?.filled) this.#core.orders.end(order, "canceled", order.placedAt);
    else return this.#reject(order, { status: "ioc-cancel-rejected", reason: NO_MATCH });
    return order.filledSize > 0 ? this.#filled(order) : this.#resting(order);
  }

  /** Reduce-only, post-only, tier and margin, in this order; a reduce-only order is cut to the position. */
  #judge(order: HeldOrder, moment: Moment | null): Rejection | null {
    const { margin } = this.#core;
    const { asset, side, limitPrice, reduceOnly, timeInForce } = order.terms;
    if (reduceOnly) {
      order.left = this.#reducible(order);
      if (order.left === 0) return { status: "reduce-only-rejected", reason: WOULD_INCREASE };
    }
    if (timeInForce === "alo" && moment !== null) {
      const { bid, ask } = this.#core.bestPrices(asset, moment);
      const crosses = !isBeyond(side === "buy" ? ask : bid, side, limitPrice);
      const bbo = `Post only order would have immediately matched, bbo was ${bid}@${ask}.`;
      if (crosses) return { status: "bad-alo-px-rejected", reason: bbo };
    }
    if (reduceOnly) return null;
    const exposing = { asset, side, size: order.left!, limitPrice };
    if (margin.exceedsTier(exposing)) return { status: "perp-max-position-rejected", reason: OVER_TIER };
    const isCovered = margin.finds(exposing, this.#core.shownMarks);
    return isCovered ? null : { status: "perp-margin-rejected", reason: NO_MARGIN };
  }

  /** A condition that is true already fires at once, no error. Source: exchange-rules 2.3. */
  #trigger(order: HeldOrder, { context: { mark }, moment }: Look): OrderAnswer {
    const { orders, matching } = this.#core;
    orders.add(order);
    orders.changed(order);
    if (moment === null || mark === null || !isReached(order, mark)) return this.#resting(order);
    const match = matching.fire(order, moment);
    if (order.filledSize > 0) return this.#filled(order);
    return match.filled || isPending(order) ? this.#resting(order) : error(match.reason);
  }

  #reducible({ terms, left }: HeldOrder): number {
    return this.#core.matching.reducible(terms.asset, terms.side, left);
  }

  #notReducing(order: HeldOrder): OrderAnswer {
    return this.#reject(order, { status: "reduce-only-rejected", reason: WOULD_INCREASE });
  }

  #reject(order: HeldOrder, { status, reason }: Rejection): OrderAnswer {
    order.status = status;
    this.#core.orders.changed(order);
    return error(reason);
  }

  #resting({ orderId, terms: { clientOrderId, trigger }, group }: HeldOrder): OrderAnswer {
    if (trigger !== null && group !== null) return { status: "waiting-for-trigger", orderId };
    return { status: "resting", orderId, clientOrderId };
  }

  #filled(order: HeldOrder): OrderAnswer {
    const { orderId, filledSize, terms: { clientOrderId, asset } } = order;
    const price = averagePrice(order, this.#core.account.instrument(asset))!;
    return { status: "filled", orderId, clientOrderId, filledSize, averagePrice: price };
  }
}

function error(reason: string): OrderAnswer {
  return { status: "error", reason };
}
