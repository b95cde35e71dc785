import {
  type AccountState,
  type ApprovedOrder,
  type Clock,
  type EventMark,
  type Exchange,
  type ExchangeState,
  initialMargin,
  type Instrument,
  type LegOutcome,
  type MarketData,
  notionalMicro,
  type OpenOrder,
  type OrderLeg,
  type OrderLookup,
  type Outcome,
} from "../../engine/mod.ts";
import { Account } from "./account.ts";
import { Liquidation } from "./liquidation.ts";
import { Matching, NO_MATCH, WOULD_INCREASE } from "./matching.ts";
import type { ExchangeOptions } from "./options.ts";
import { Settlement } from "./settlement.ts";
import { CANCELED, fires, type TriggerOrder, TriggerOrders } from "./trigger_orders.ts";
import { rejectionOf } from "./validate.ts";

const NO_ORDERS: readonly OpenOrder[] = [];
const ACCEPTED: Outcome = { status: "accepted" };

/** What the simulated exchange stands on. */
export interface ExchangeParts {
  readonly clock: Clock;
  /** What it settles on and takes the price of the moment from. */
  readonly marketData: MarketData;
  readonly instruments: readonly Instrument[];
}

/**
 * Hyperliquid's rules over a market that was or is recorded. It settles when it is asked: every call first takes
 * the candles closed since the last one, and only then answers.
 */
export class SimulatedExchange implements Exchange {
  readonly #clock: Clock;
  readonly #marketData: MarketData;
  readonly #options: ExchangeOptions;
  readonly #account: Account;
  readonly #orders = new TriggerOrders();
  /** The last settled mark of each asset: of its last candle or fill. */
  readonly #marks = new Map<string, number>();
  /** Marks of the assets held at the moment of the call; what settles never sees them. */
  readonly #shown = new Map<string, number>();
  readonly #matching: Matching;
  readonly #settlement: Settlement;
  readonly #instruments: ReadonlySet<string>;
  /** The account as it was last shown; null once something was asked of it that may have changed it. */
  #lastShown: AccountState | null = null;
  #groups = 0;
  #opened = false;

  constructor({ clock, marketData, instruments }: ExchangeParts, options: ExchangeOptions) {
    this.#clock = clock;
    this.#marketData = marketData;
    this.#options = options;
    this.#instruments = new Set(instruments.map(({ symbol }) => symbol));
    this.#account = new Account(new Map(instruments.map((one) => [one.symbol, one])), options.takerFee);
    this.#matching = new Matching(this.#account, this.#orders, options.slippageBps);
    const parts = {
      account: this.#account,
      orders: this.#orders,
      matching: this.#matching,
      liquidation: new Liquidation(this.#account, this.#orders, this.#marks),
      marks: this.#marks,
    };
    this.#settlement = new Settlement(marketData, parts, clock.now());
  }

  /** The account at the marks of now, and what changed its balance after `since`. */
  sync(since: EventMark): Promise<ExchangeState> {
    // Secure looks at the moment of Sync where no order went out in between: then there is nothing new to see.
    const looked = this.#lastShown?.time === this.#clock.now() ? undefined : this.#look();
    if (looked instanceof Promise) return looked.then(() => this.#answer(since));
    return Promise.resolve(this.#answer(since));
  }

  #answer(since: EventMark): ExchangeState {
    return { account: this.#lastShown!, events: this.#account.eventsAfter(since) };
  }

  /** Looks at the account; at once where nothing is held and nothing waits. */
  #look(): void | Promise<void> {
    const settled = this.#settle();
    if (settled instanceof Promise || this.#account.ledger.count > 0) return this.#lookAtHeld(settled);
    this.#show(settled);
  }

  async #lookAtHeld(settled: number | Promise<number>): Promise<void> {
    const now = await settled;
    await this.#markAll();
    this.#show(now);
  }

  #show(now: number): void {
    const openOrders = this.#orders.count === 0 ? NO_ORDERS : this.#orders.shown();
    this.#lastShown = this.#account.shown(now, this.#shown, openOrders);
  }

  /** Sets the leverage; a lower one needs the margin for it. Source: exchange-rules 2.6. */
  async setLeverage(asset: string, leverage: number): Promise<Outcome> {
    await this.#settle();
    if (!this.#instruments.has(asset)) return rejected(`unknown asset ${asset}`);
    const { maxLeverage } = this.#account.instrument(asset);
    if (!Number.isInteger(leverage) || leverage < 1 || leverage > maxLeverage) {
      return rejected("Invalid leverage value");
    }
    const before = this.#account.leverage(asset);
    await this.#markAll();
    this.#account.setLeverage(asset, leverage);
    if (leverage >= before || this.#account.signedSize(asset) === 0 || this.#freeMicro() >= 0) {
      return ACCEPTED;
    }
    this.#account.setLeverage(asset, before);
    return rejected(
      "Cross position does not have sufficient margin available to decrease leverage. " +
        "To decrease leverage, deposit more collateral.",
    );
  }

  /** Takes a group: an entry with its exits, exits of a position that stands, or one closing order. */
  async submit(order: ApprovedOrder): Promise<readonly LegOutcome[]> {
    const now = await this.#settle();
    const { asset, legs } = order;
    if (!this.#instruments.has(asset)) return rejectFrom(legs, `unknown asset ${asset}`);
    this.#settlement.expose(asset, now);
    const group = ++this.#groups;
    const outcomes: LegOutcome[] = [];
    for (const leg of legs) {
      const first = outcomes[0];
      // Exits of an entry live and die with it: they are placed only once it has filled completely.
      if (first?.leg === "entry" && first.status !== "accepted") {
        outcomes.push(reject(leg, "its entry was not filled"));
      } else if (leg.triggerPrice === null) outcomes.push(await this.#take(asset, leg, now));
      else outcomes.push(await this.#place(asset, { leg, group }, now));
    }
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") this.#orders.record(outcome.clientOrderId, CANCELED);
    }
    return outcomes;
  }

  /** Cancels waiting orders. */
  async cancel(asset: string, clientOrderIds: readonly string[]): Promise<readonly Outcome[]> {
    await this.#settle();
    return clientOrderIds.map((id) => {
      const order = this.#orders.find(id);
      const canceled = order !== undefined && order.asset === asset && this.#orders.end(order, CANCELED);
      return canceled ? ACCEPTED : rejected("Order was never placed, already canceled, or filled.");
    });
  }

  /** What became of an order. */
  async find(clientOrderId: string): Promise<OrderLookup> {
    await this.#settle();
    if (this.#orders.find(clientOrderId) !== undefined) {
      return { status: "found", state: "open", filledSize: 0, price: null };
    }
    const end = this.#orders.endOf(clientOrderId);
    return end === undefined ? { status: "none" } : { status: "found", ...end };
  }

  /** Settles up to now; the deposit comes in with the first look. */
  #settle(): number | Promise<number> {
    const now = this.#clock.now();
    this.#lastShown = null;
    if (!this.#opened) {
      this.#opened = true;
      this.#account.deposit(this.#options.depositUsd, now);
    }
    return this.#settlement.settle(now);
  }

  /** Marks of the assets held, at the price of the moment or the last one there was. */
  #markAll(): void | Promise<void> {
    if (this.#account.ledger.count > 0) return this.#markHeld();
  }

  async #markHeld(): Promise<void> {
    for (const { asset, mark } of await this.#marketData.contexts([...this.#account.ledger.held])) {
      this.#shown.set(asset, mark ?? this.#marks.get(asset)!);
    }
  }

  async #take(asset: string, leg: OrderLeg, now: number): Promise<LegOutcome> {
    const instrument = this.#account.instrument(asset);
    const reason = rejectionOf(leg, this.#account.signedSize(asset), instrument);
    if (reason !== null) return reject(leg, reason);
    const { clientOrderId, side, limitPrice, reduceOnly } = leg;
    const size = reduceOnly ? this.#matching.reducible(asset, side, leg.size) : leg.size!;
    if (size === 0) return reject(leg, WOULD_INCREASE);
    await this.#markAll();
    if (!reduceOnly && !this.#hasMargin(asset, { size, limitPrice })) {
      return reject(leg, "Insufficient margin to place order.");
    }
    const [{ mid }] = await this.#marketData.contexts([asset]);
    if (mid === null) return reject(leg, NO_MATCH);
    const match = this.#matching.take({ asset, side, size, limitPrice, clientOrderId }, {
      time: now,
      price: mid,
    });
    if (!match.filled) return reject(leg, match.reason);
    this.#marks.set(asset, mid);
    this.#orders.record(clientOrderId, { state: "filled", filledSize: match.size, price: match.price });
    return { leg: leg.leg, clientOrderId, status: "accepted", filledSize: match.size, price: match.price };
  }

  async #place(
    asset: string,
    { leg, group }: { readonly leg: OrderLeg; readonly group: number },
    now: number,
  ): Promise<LegOutcome> {
    const { side, size, clientOrderId, limitPrice } = leg;
    const reason = rejectionOf(leg, this.#account.signedSize(asset), this.#account.instrument(asset));
    if (reason !== null) return reject(leg, reason);
    if (this.#matching.reducible(asset, side, size) === 0) return reject(leg, WOULD_INCREASE);
    const kind = leg.leg === "stop" ? "stop" : "target";
    const order: TriggerOrder = {
      asset,
      clientOrderId,
      kind,
      side,
      size,
      limitPrice,
      triggerPrice: leg.triggerPrice!,
      placedAt: now,
      group,
    };
    this.#orders.add(order);
    const [{ mark, mid }] = await this.#marketData.contexts([asset]);
    // A condition that is true already fires at once, no error. Source: exchange-rules 2.3.
    if (mark === null || mid === null || !fires(order, mark)) return placed(leg);
    const match = this.#matching.fire(order, { time: now, price: mid });
    if (!match.filled) return reject(leg, match.reason);
    return { leg: leg.leg, clientOrderId, status: "accepted", filledSize: match.size, price: match.price };
  }

  /** Whether an order that adds exposure finds its initial margin at its worst price. Source: exchange-rules 3.3. */
  #hasMargin(asset: string, order: { readonly size: number; readonly limitPrice: number }): boolean {
    const instrument = this.#account.instrument(asset);
    const notional = notionalMicro(order.size, order.limitPrice, instrument);
    return this.#freeMicro() >= initialMargin(notional, this.#account.leverage(asset));
  }

  #freeMicro(): number {
    return this.#account.equityMicro(this.#shown) - this.#account.initialMicro(this.#shown);
  }
}

function placed({ leg, clientOrderId }: OrderLeg): LegOutcome {
  return { leg, clientOrderId, status: "accepted", filledSize: 0, price: null };
}

function reject({ leg, clientOrderId }: OrderLeg, reason: string): LegOutcome {
  return { leg, clientOrderId, status: "rejected", reason };
}

function rejectFrom(legs: readonly OrderLeg[], reason: string): LegOutcome[] {
  return legs.map((leg) => reject(leg, reason));
}

function rejected(reason: string): Outcome {
  return { status: "rejected", reason };
}
