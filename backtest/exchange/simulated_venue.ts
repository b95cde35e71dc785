import {
  type AccountState,
  type ActionAnswer,
  type ActionTerms,
  type Book,
  type CancelsAnswer,
  type CandleRange,
  type CandleWindow,
  DAY_MS,
  type FundingPayment,
  type Grouping,
  type Interval,
  type MarginState,
  type MarketContext,
  NO_EVENTS,
  type OrderRecord,
  type OrderRef,
  type OrdersAnswer,
  type TimeRange,
  type Venue,
  type VenueFill,
  type VenueOrder,
} from "../../engine/mod.ts";
import type { HeldOrder } from "./held_order.ts";
import { isPending } from "./open_orders.ts";
import { MOST_IN_ACTION, TOO_MANY } from "./order_batch.ts";
import { syntheticBook } from "./synthetic_book.ts";
import type { VenueCore } from "./venue_core.ts";

const EXPIRED = "Action already expired";
const NEVER_PLACED = "Order was never placed, already canceled, or filled.";
const NOT_OPEN = "Cannot modify canceled or filled order";
const INVALID_NEW = "Attempted to modify to invalid new order";
/** What must have been traded before a cancel can be scheduled, USD, where that gate is on. */
const SCHEDULING_VOLUME_USD = 1_000_000;
const NO_TERMS: ActionTerms = { expiresAfter: null };

/** The simulated exchange as the venue's own clients see it: what a wire in front of it only has to translate. */
export class SimulatedVenue implements Venue {
  readonly #core: VenueCore;

  constructor(core: VenueCore) {
    this.#core = core;
  }

  /** Takes orders as one action. */
  async place(
    orders: readonly VenueOrder[],
    grouping: Grouping,
    terms: ActionTerms = NO_TERMS,
  ): Promise<OrdersAnswer> {
    if (this.#isExpired(terms)) return { status: "refused", reason: EXPIRED };
    return await this.#core.place(orders, grouping);
  }

  /** Cancels an order, its waiting exits with it, and places another under a new number. Source: exchange-rules 2.5. */
  async modify(order: OrderRef, to: VenueOrder, terms: ActionTerms = NO_TERMS): Promise<OrdersAnswer> {
    if (this.#isExpired(terms)) return { status: "refused", reason: EXPIRED };
    const now = await this.#core.settle();
    const present = this.#core.orders.find(order);
    const isOpen = present !== undefined && isPending(present);
    const always = terms.always === true;
    if (!isOpen && !always) return { status: "refused", reason: NOT_OPEN };
    const isStrict = this.#core.gates.strictModify === true && !always;
    if (isStrict && !mayRest(to)) return { status: "refused", reason: INVALID_NEW };
    if (isOpen) this.#cancel(present, now);
    return await this.#core.place([isStrict ? { ...to, timeInForce: "alo" } : to], "single");
  }

  /** Cancels orders; what is no longer open says so, the others are cancelled all the same. */
  async cancel(
    orders: readonly { readonly asset: string; readonly order: OrderRef }[],
    terms: ActionTerms = NO_TERMS,
  ): Promise<CancelsAnswer> {
    if (this.#isExpired(terms)) return { status: "refused", reason: EXPIRED };
    if (orders.length > MOST_IN_ACTION) return { status: "refused", reason: TOO_MANY };
    const now = await this.#core.settle();
    const reasons = orders.map(({ asset, order }) => {
      const present = this.#core.orders.find(order);
      const isCanceled = present?.terms.asset === asset && this.#cancel(present, now);
      return isCanceled ? null : NEVER_PLACED;
    });
    return { status: "taken", reasons };
  }

  /** Sets or clears the moment at which all orders are cancelled. */
  async scheduleCancel(time: number | null, terms: ActionTerms = NO_TERMS): Promise<ActionAnswer> {
    if (this.#isExpired(terms)) return { status: "refused", reason: EXPIRED };
    const now = await this.#core.settle();
    const reason = this.#tooLittleTraded(time) ?? this.#core.scheduled.set(time, now);
    return reason === null ? { status: "done" } : { status: "refused", reason };
  }

  /** The venue's words where too little was traded to schedule a cancel and that is asked for. */
  #tooLittleTraded(time: number | null): string | null {
    if (time === null || this.#core.gates.scheduledCancelVolume !== true) return null;
    let traded = 0;
    for (const event of this.#core.account.eventsAfter(NO_EVENTS)) {
      if (event.kind === "fill") traded += event.size * event.price;
    }
    if (traded >= SCHEDULING_VOLUME_USD) return null;
    return "Cannot set scheduled cancel time until enough volume traded. " +
      `Required: $${SCHEDULING_VOLUME_USD}. Traded: $${traded.toFixed(2)}.`;
  }

  /** Sets leverage and margin mode. */
  async updateLeverage(
    asset: string,
    to: { readonly leverage: number; readonly isCross: boolean },
    terms: ActionTerms = NO_TERMS,
  ): Promise<ActionAnswer> {
    if (this.#isExpired(terms)) return { status: "refused", reason: EXPIRED };
    return await this.#core.updateLeverage(asset, to);
  }

  /** Moves margin into or out of an isolated position. */
  async updateIsolatedMargin(
    asset: string,
    micro: number,
    terms: ActionTerms = NO_TERMS,
  ): Promise<ActionAnswer> {
    if (this.#isExpired(terms)) return { status: "refused", reason: EXPIRED };
    return await this.#core.updateIsolatedMargin(asset, micro);
  }

  /** The account now. */
  async account(): Promise<AccountState> {
    return await this.#core.shown();
  }

  /** The margin of the account now. */
  marginState(): Promise<MarginState> {
    return this.#core.marginState();
  }

  /** Orders that may still fill, those that wait for their entry too; the newest first. */
  async openOrders(): Promise<readonly OrderRecord[]> {
    await this.#core.settle();
    return this.#newestFirst().filter(isPending).map((order) => this.#core.recordOf(order));
  }

  /** What became of an order. */
  async orderStatus(order: OrderRef): Promise<OrderRecord | null> {
    await this.#core.settle();
    const found = this.#core.orders.find(order);
    return found === undefined ? null : this.#core.recordOf(found);
  }

  /** Every order there ever was, refused ones too; the newest first. */
  async historicalOrders(limit: number): Promise<readonly OrderRecord[]> {
    await this.#core.settle();
    return this.#newestFirst().slice(0, limit).map((order) => this.#core.recordOf(order));
  }

  /** Fills in a time, oldest first. */
  async fills({ from, until }: TimeRange): Promise<readonly VenueFill[]> {
    await this.#core.settle();
    const { account, journal } = this.#core;
    return journal.told(account).filter(({ time }) => time >= from && time <= until);
  }

  /** Funding in a time, oldest first. */
  async fundingHistory({ from, until }: TimeRange): Promise<readonly FundingPayment[]> {
    await this.#core.settle();
    return this.#core.account.eventsAfter({ time: from, count: 0 })
      .filter((event) => event.kind === "funding")
      .filter(({ time }) => time <= until);
  }

  /** A book laid evenly around the price of the moment. */
  async book(asset: string, levels: number): Promise<Book> {
    const { mid, time } = await this.#core.contextOf(asset);
    if (!this.#core.lists(asset)) return { time, bids: [], asks: [] };
    const window = await this.#core.marketData.finest(asset, time - DAY_MS);
    const { slippage } = this.#core;
    return syntheticBook({ time, mid, window, slippage, levels }, this.#core.account.instrument(asset));
  }

  /** Closed candles of the market. */
  async candles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow> {
    return await this.#core.marketData.candles(asset, interval, range);
  }

  /** Prices and funding of the market. */
  async contexts(assets: readonly string[]): Promise<readonly MarketContext[]> {
    return await this.#core.marketData.contexts(assets);
  }

  #isExpired({ expiresAfter }: ActionTerms): boolean {
    return expiresAfter !== null && this.#core.clock.now() > expiresAfter;
  }

  #cancel(order: HeldOrder, time: number): boolean {
    return this.#core.orders.end(order, "canceled", time);
  }

  #newestFirst(): HeldOrder[] {
    return [...this.#core.orders.known].reverse();
  }
}

/** Whether an order can rest in another's stead: no trigger, and nothing that only takes. */
function mayRest({ trigger, timeInForce }: VenueOrder): boolean {
  return trigger === null && timeInForce !== "ioc";
}
