import {
  type AccountState,
  type ActionAnswer,
  andThen,
  type ApprovedOrder,
  type Awaitable,
  type EventMark,
  type Exchange,
  type ExchangeState,
  type Grouping,
  type LegOutcome,
  type OrderAnswer,
  type OrderLeg,
  type OrderLookup,
  type OrdersAnswer,
  type Outcome,
  type Venue,
  type VenueOrder,
  withoutOrphans,
} from "../../engine/mod.ts";
import { averagePrice } from "./held_order.ts";
import { isPending } from "./open_orders.ts";
import type { ExchangeOptions } from "./options.ts";
import { SimulatedVenue } from "./simulated_venue.ts";
import { type ExchangeParts, VenueCore } from "./venue_core.ts";

const ACCEPTED: Outcome = { status: "accepted" };

/** The simulated exchange as the engine sees it: the same account that {@link venue} shows to clients of any kind. */
export class SimulatedExchange implements Exchange {
  readonly #core: VenueCore;
  /** The same account with every order type and history of the venue. */
  readonly venue: Venue;

  constructor(parts: ExchangeParts, options: ExchangeOptions) {
    this.#core = new VenueCore(parts, options);
    this.venue = new SimulatedVenue(this.#core);
  }

  /** The account at the marks of now, and what changed its balance after `since`. */
  sync(since: EventMark): Awaitable<ExchangeState> {
    const shown = this.#core.shown();
    if (shown instanceof Promise) return shown.then((account) => this.#stateOf(account, since));
    return this.#stateOf(shown, since);
  }

  #stateOf(account: AccountState, since: EventMark): ExchangeState {
    return { account, events: this.#core.account.eventsAfter(since) };
  }

  /** Sets the leverage; a lower one needs the margin for it. Source: exchange-rules 2.6. */
  setLeverage(asset: string, leverage: number): Awaitable<Outcome> {
    return andThen(this.#core.setLeverage(asset, leverage), outcomeOf);
  }

  /** Takes a group: an entry with its exits, exits of a position that stands, or one closing order. */
  submit({ asset, legs }: ApprovedOrder): Awaitable<readonly LegOutcome[]> {
    const placed = this.#core.place(legs.map((leg) => orderOf(asset, leg)), groupingOf(legs));
    return andThen(placed, (answer) => this.#outcomesOf(asset, legs, answer));
  }

  #outcomesOf(asset: string, legs: readonly OrderLeg[], answer: OrdersAnswer): readonly LegOutcome[] {
    if (answer.status === "refused") return legs.map((leg) => reject(leg, answer.reason));
    const outcomes = legs.map((leg, index) => this.#outcomeOf(leg, answer.answers[index]));
    return this.#core.lists(asset) ? withoutOrphans(legs, outcomes) : outcomes;
  }

  /** Cancels waiting orders. */
  async cancel(asset: string, clientOrderIds: readonly string[]): Promise<readonly Outcome[]> {
    const orders = clientOrderIds.map((order) => ({ asset, order }));
    const answer = await this.venue.cancel(orders);
    if (answer.status === "refused") return clientOrderIds.map(() => rejected(answer.reason));
    return answer.reasons.map((reason) => reason === null ? ACCEPTED : rejected(reason));
  }

  /** What became of an order. */
  async find(clientOrderId: string): Promise<OrderLookup> {
    await this.#core.settle();
    const order = this.#core.orders.find(clientOrderId);
    if (order === undefined) return { status: "none" };
    const state = isPending(order) ? "open" : order.status === "filled" ? "filled" : "ended";
    const instrument = this.#core.account.instrument(order.terms.asset);
    return { status: "found", state, filledSize: order.filledSize, price: averagePrice(order, instrument) };
  }

  #outcomeOf({ leg, clientOrderId }: OrderLeg, answer: OrderAnswer): LegOutcome {
    if (answer.status === "error") return { leg, clientOrderId, status: "rejected", reason: answer.reason };
    const filled = answer.status === "filled" ? answer : null;
    const [filledSize, price] = [filled?.filledSize ?? 0, filled?.averagePrice ?? null];
    return { leg, clientOrderId, status: "accepted", filledSize, price };
  }
}

function orderOf(asset: string, leg: OrderLeg): VenueOrder {
  const { side, size, limitPrice, reduceOnly, clientOrderId, triggerPrice } = leg;
  const kind = leg.leg === "target" ? "target" : "stop";
  return {
    asset,
    side,
    size,
    limitPrice,
    reduceOnly,
    clientOrderId,
    timeInForce: "ioc",
    trigger: triggerPrice === null ? null : { kind, price: triggerPrice, isMarket: true },
  };
}

function groupingOf(legs: readonly OrderLeg[]): Grouping {
  if (legs.every(({ triggerPrice }) => triggerPrice !== null)) return "position-exits";
  return legs.length > 1 && legs[0].leg === "entry" ? "entry-with-exits" : "single";
}

function outcomeOf(answer: ActionAnswer): Outcome {
  return answer.status === "done" ? ACCEPTED : rejected(answer.reason);
}

function reject({ leg, clientOrderId }: OrderLeg, reason: string): LegOutcome {
  return { leg, clientOrderId, status: "rejected", reason };
}

function rejected(reason: string): Outcome {
  return { status: "rejected", reason };
}
