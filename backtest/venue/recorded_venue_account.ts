import {
  type AccountChanges,
  type AccountState,
  type ActionAnswer,
  type ActionTerms,
  type Book,
  type CancelsAnswer,
  type CandleRange,
  type CandleWindow,
  type ChangeMark,
  type Clock,
  type FundingPayment,
  type Grouping,
  type Instrument,
  type Interval,
  type MarginState,
  type MarketContext,
  type OrderRecord,
  type OrderRef,
  type OrdersAnswer,
  type TimeRange,
  type Transfer,
  type VenueAccount,
  type VenueFees,
  type VenueFill,
  type VenueOrder,
} from "../../engine/mod.ts";
import type { ExchangeOptions } from "../exchange/options.ts";
import { SimulatedVenue } from "../exchange/simulated_venue.ts";
import { VenueCore } from "../exchange/venue_core.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { CallQueue } from "./call_queue.ts";
import { type EquityAt, equityPoints } from "./equity_points.ts";
import { tradedDays } from "./traded_days.ts";

/** What an account stands on. */
export interface AccountParts {
  readonly market: RecordedMarket;
  readonly clock: Clock;
  readonly instruments: readonly Instrument[];
  readonly options: ExchangeOptions;
  /** The mark of an asset at a moment that has passed (ms), USD. */
  readonly markAt: (asset: string, time: number) => number | null;
}

/** An account on a recorded market: the simulated exchange, asked one call after another, and all that it told. */
export class RecordedVenueAccount implements VenueAccount {
  readonly #core: VenueCore;
  readonly #venue: SimulatedVenue;
  readonly #queue: CallQueue;
  readonly #markAt: AccountParts["markAt"];
  /** Every status that every order came to. */
  readonly #orders: OrderRecord[] = [];
  /** Funding among the first so many events. */
  readonly #funding: FundingPayment[] = [];
  #events = 0;

  /** Opens it with its deposit at the clock's now. */
  constructor({ market, clock, instruments, options, markAt }: AccountParts) {
    this.#queue = new CallQueue(clock);
    this.#markAt = markAt;
    const parts = {
      clock: this.#queue,
      marketData: new HistoricalMarketData(market, this.#queue),
      instruments,
      onOrder: (order: OrderRecord) => void this.#orders.push(order),
    };
    this.#core = new VenueCore(parts, options);
    this.#venue = new SimulatedVenue(this.#core);
    this.#core.settle();
  }

  /** Takes orders as one action. */
  place(orders: readonly VenueOrder[], grouping: Grouping, terms?: ActionTerms): Promise<OrdersAnswer> {
    return this.#queue.next(() => this.#venue.place(orders, grouping, terms));
  }

  /** Puts another order in the stead of one. */
  modify(order: OrderRef, to: VenueOrder, terms?: ActionTerms): Promise<OrdersAnswer> {
    return this.#queue.next(() => this.#venue.modify(order, to, terms));
  }

  /** Cancels orders. */
  cancel(
    orders: readonly { readonly asset: string; readonly order: OrderRef }[],
    terms?: ActionTerms,
  ): Promise<CancelsAnswer> {
    return this.#queue.next(() => this.#venue.cancel(orders, terms));
  }

  /** Sets or clears the moment at which all orders are cancelled. */
  scheduleCancel(time: number | null, terms?: ActionTerms): Promise<ActionAnswer> {
    return this.#queue.next(() => this.#venue.scheduleCancel(time, terms));
  }

  /** Sets leverage and margin mode. */
  updateLeverage(
    asset: string,
    to: { readonly leverage: number; readonly isCross: boolean },
    terms?: ActionTerms,
  ): Promise<ActionAnswer> {
    return this.#queue.next(() => this.#venue.updateLeverage(asset, to, terms));
  }

  /** Moves margin into or out of an isolated position. */
  updateIsolatedMargin(asset: string, micro: number, terms?: ActionTerms): Promise<ActionAnswer> {
    return this.#queue.next(() => this.#venue.updateIsolatedMargin(asset, micro, terms));
  }

  /** The account now. */
  account(): Promise<AccountState> {
    return this.#queue.next(() => this.#venue.account());
  }

  /** The margin of the account now. */
  marginState(): Promise<MarginState> {
    return this.#queue.next(() => this.#venue.marginState());
  }

  /** Orders that may still fill. */
  openOrders(): Promise<readonly OrderRecord[]> {
    return this.#queue.next(() => this.#venue.openOrders());
  }

  /** What became of an order. */
  orderStatus(order: OrderRef): Promise<OrderRecord | null> {
    return this.#queue.next(() => this.#venue.orderStatus(order));
  }

  /** Every order there ever was. */
  historicalOrders(limit: number): Promise<readonly OrderRecord[]> {
    return this.#queue.next(() => this.#venue.historicalOrders(limit));
  }

  /** Fills in a time. */
  fills(range: TimeRange): Promise<readonly VenueFill[]> {
    return this.#queue.next(() => this.#venue.fills(range));
  }

  /** Funding in a time. */
  fundingHistory(range: TimeRange): Promise<readonly FundingPayment[]> {
    return this.#queue.next(() => this.#venue.fundingHistory(range));
  }

  /** A book around the price of the moment. */
  book(asset: string, levels: number): Promise<Book> {
    return this.#queue.next(() => this.#venue.book(asset, levels));
  }

  /** Closed candles of the market. */
  candles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow> {
    return this.#queue.next(() => this.#venue.candles(asset, interval, range));
  }

  /** Prices and funding of the market. */
  contexts(assets: readonly string[]): Promise<readonly MarketContext[]> {
    return this.#queue.next(() => this.#venue.contexts(assets));
  }

  /** The rates in force, and what was traded on each day. */
  fees(): Promise<VenueFees> {
    return this.#settled((now) => {
      const { account, journal } = this.#core;
      return {
        takerRate: account.feeRate(now, true),
        makerRate: account.feeRate(now, false),
        days: tradedDays(journal.told(account), (asset) => account.instrument(asset)),
      };
    });
  }

  /** Money moved in a time. */
  transfers({ from, until }: TimeRange): Promise<readonly Transfer[]> {
    return this.#settled(() =>
      this.#core.account.events
        .filter((event) => event.kind === "transfer")
        .filter(({ time }) => time >= from && time <= until)
    );
  }

  /** Leverage and margin mode in force; throws for an asset that is not listed. */
  leverage(asset: string): Promise<{ readonly leverage: number; readonly isCross: boolean }> {
    return this.#settled(() => this.#core.account.setting(asset));
  }

  /** What happened since; it costs as much as there is to tell. */
  changesAfter(mark: ChangeMark | null): Promise<AccountChanges> {
    return this.#settled(() => {
      const fills = this.#core.journal.told(this.#core.account);
      const [orders, funding] = [this.#orders, this.#fundingSoFar()];
      const known = { orders: orders.length, fills: fills.length, funding: funding.length };
      const since = mark ?? known;
      return {
        mark: known,
        orders: orders.slice(since.orders),
        fills: fills.slice(since.fills),
        funding: funding.slice(since.funding),
      };
    });
  }

  /** Equity at its start, after what changed the balance, and now. */
  equityHistory(): Promise<readonly EquityAt[]> {
    return this.#queue.next(async () => {
      const { time, equityUsd } = await this.#venue.account();
      const { account } = this.#core;
      const instrument = (asset: string): Instrument => account.instrument(asset);
      const points = equityPoints(account.events, { instrument, markAt: this.#markAt });
      return [...points.filter((point) => point.time < time), { time, equityUsd }];
    });
  }

  /** Tells something of an account that is settled up to now (ms). */
  #settled<T>(tell: (now: number) => T): Promise<T> {
    return this.#queue.next(async () => tell(await this.#core.settle()));
  }

  #fundingSoFar(): readonly FundingPayment[] {
    const { events } = this.#core.account;
    for (; this.#events < events.length; this.#events++) {
      const event = events[this.#events];
      if (event.kind === "funding") this.#funding.push(event);
    }
    return this.#funding;
  }
}
