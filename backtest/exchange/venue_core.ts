import {
  type AccountState,
  type ActionAnswer,
  andThen,
  type Awaitable,
  type Clock,
  DAY_MS,
  type Grouping,
  type Instrument,
  type MarginState,
  type MarketContext,
  type MarketData,
  type OrderRecord,
  type OrdersAnswer,
  type VenueOrder,
} from "../../engine/mod.ts";
import { Account } from "./account.ts";
import { bestPrices, lastLiquidity, type MarketMoment } from "./best_prices.ts";
import { FillJournal } from "./fill_journal.ts";
import { type HeldOrder, recordOf } from "./held_order.ts";
import { Liquidation } from "./liquidation.ts";
import { changeIsolatedMargin, changeLeverage, type MarginLook } from "./margin_requests.ts";
import { marginStateOf } from "./margin_state.ts";
import { Matching } from "./matching.ts";
import { OpenOrders } from "./open_orders.ts";
import type { ExchangeOptions, VenueGates } from "./options.ts";
import { OrderMargin } from "./order_margin.ts";
import { Placement } from "./placement.ts";
import { ScheduledCancel } from "./scheduled_cancel.ts";
import { Settlement } from "./settlement.ts";
import type { Liquidity, SlippageModel } from "./slippage/slippage_model.ts";

/** What the simulated exchange stands on. */
export interface ExchangeParts {
  readonly clock: Clock;
  /** What it settles on and takes the price of the moment from. */
  readonly marketData: MarketData;
  readonly instruments: readonly Instrument[];
  /** Told of every status an order comes to; not there: nobody asks. */
  readonly onOrder?: (order: OrderRecord) => void;
}

/**
 * Hyperliquid's rules over a market that was or is recorded: what stands behind every face of the simulated exchange.
 * It settles when it is asked: every call first takes the candles closed since the last one, and only then answers.
 */
export class VenueCore {
  readonly clock: Clock;
  readonly marketData: MarketData;
  readonly account: Account;
  readonly orders: OpenOrders;
  readonly margin: OrderMargin;
  readonly matching: Matching;
  readonly journal: FillJournal = new FillJournal();
  readonly scheduled: ScheduledCancel = new ScheduledCancel();
  /** The last settled mark of each asset: of its last candle, or at its last fill on arrival. */
  readonly marks: Map<string, number> = new Map();
  /** The last price of trades of each asset where that is not its mark. */
  readonly #prices = new Map<string, number>();
  /** Marks of the assets held at the moment of the call; what settles never sees them. */
  readonly shownMarks: Map<string, number> = new Map();
  readonly #options: ExchangeOptions;
  /** Rules that are switched on. */
  readonly gates: VenueGates;
  readonly #needsLiquidity: boolean;
  readonly #placement: Placement;
  readonly #settlement: Settlement;
  readonly #instruments: ReadonlySet<string>;
  /** Assets that have become exposed and whose mark is not known yet. */
  readonly #fresh = new Set<string>();
  /** The account as it was last shown; null once something was asked of it that may have changed it. */
  #lastShown: AccountState | null = null;
  #opened = false;

  constructor({ clock, marketData, instruments, onOrder }: ExchangeParts, options: ExchangeOptions) {
    this.clock = clock;
    this.marketData = marketData;
    this.#options = options;
    this.gates = options.gates ?? {};
    this.#needsLiquidity = options.slippage.needsLiquidity || options.partialFills !== null;
    this.#instruments = new Set(instruments.map(({ symbol }) => symbol));
    this.account = new Account(new Map(instruments.map((one) => [one.symbol, one])), options.fees);
    this.orders = new OpenOrders(onOrder && ((order) => onOrder(this.recordOf(order))));
    const { account, orders, marks, journal, scheduled } = this;
    this.margin = new OrderMargin(account, orders);
    this.matching = new Matching({
      account,
      orders,
      margin: this.margin,
      onFill: (fill, order, crossed) => journal.note(fill, order, crossed),
    }, options);
    const liquidation = new Liquidation(account, orders, marks);
    const reading = { path: options.path, needsLiquidity: this.#needsLiquidity };
    const parts = {
      account,
      orders,
      matching: this.matching,
      liquidation,
      marks,
      prices: this.#prices,
      scheduled,
      reading,
    };
    this.#placement = new Placement(this);
    this.#settlement = new Settlement(marketData, parts, clock.now());
  }

  /** An order as the venue tells of it. */
  recordOf(order: HeldOrder): OrderRecord {
    return recordOf(order, this.account.instrument(order.terms.asset));
  }

  /** How far what takes liquidity fills from the price of the moment. */
  get slippage(): SlippageModel {
    return this.#options.slippage;
  }

  /** Whether an asset is traded here. */
  lists(asset: string): boolean {
    return this.#instruments.has(asset);
  }

  /** Settles up to now and gives it back; the deposit comes in with the first look. */
  settle(): Awaitable<number> {
    const now = this.clock.now();
    this.#lastShown = null;
    if (!this.#opened) {
      this.#opened = true;
      this.account.deposit(this.#options.depositUsd, now);
    }
    return this.#settlement.settle(now);
  }

  /** The account at the marks of now; at once where nothing is held and nothing waits. */
  shown(): Awaitable<AccountState> {
    // Secure looks at the moment of Sync where no order went out in between: then there is nothing new to see.
    if (this.#lastShown?.time === this.clock.now()) return this.#lastShown;
    const settled = this.settle();
    if (settled instanceof Promise) return settled.then((now) => this.#marked(now));
    return this.#marked(settled);
  }

  #marked(now: number): Awaitable<AccountState> {
    const marking = this.markAll();
    return marking instanceof Promise ? marking.then(() => this.#show(now)) : this.#show(now);
  }

  /** Takes an action of orders in, after settling. */
  place(batch: readonly VenueOrder[], grouping: Grouping): Awaitable<OrdersAnswer> {
    return andThen(this.settle(), (now) => {
      for (const { asset } of batch) {
        if (this.lists(asset) && this.#settlement.expose(asset, now)) this.#fresh.add(asset);
      }
      return this.#placement.place(batch, grouping, now);
    });
  }

  /** Sets the leverage of an asset in the margin mode it has; a lower one needs the margin for it. */
  setLeverage(asset: string, leverage: number): Awaitable<ActionAnswer> {
    if (!this.lists(asset)) return { status: "refused", reason: `unknown asset ${asset}` };
    return this.updateLeverage(asset, { leverage, isCross: this.account.setting(asset).isCross });
  }

  /** Sets leverage and margin mode of an asset. Source: exchange-rules 2.6. */
  updateLeverage(
    asset: string,
    to: { readonly leverage: number; readonly isCross: boolean },
  ): Awaitable<ActionAnswer> {
    return this.#changeMargin(asset, (look) => changeLeverage(this.account, { ...to, asset }, look));
  }

  /** Moves margin into or out of an isolated position. Source: exchange-rules 2.6. */
  updateIsolatedMargin(asset: string, micro: number): Awaitable<ActionAnswer> {
    return this.#changeMargin(asset, (look) => changeIsolatedMargin(this.account, { asset, micro }, look));
  }

  /** The margin of the account at the marks of now. */
  async marginState(): Promise<MarginState> {
    const now = await this.settle();
    await this.markAll();
    return marginStateOf(this.account, now, this.#look());
  }

  /** Marks of the assets held, at the price of the moment or the last one there was. */
  markAll(): Awaitable<void> {
    const { ledger } = this.account;
    if (ledger.count === 0) return;
    const asked = this.marketData.contexts(ledger.held);
    if (asked instanceof Promise) return asked.then((contexts) => this.#showMarks(contexts));
    this.#showMarks(asked);
  }

  #showMarks(contexts: readonly MarketContext[]): void {
    for (const { asset, mark } of contexts) this.shownMarks.set(asset, mark ?? this.marks.get(asset)!);
  }

  /** What the market shows of an asset now; an asset that has just become exposed starts from that, not from an old mark. */
  contextOf(asset: string): Awaitable<MarketContext> {
    return andThen(this.marketData.contexts([asset]), ([context]) => this.#noted(context));
  }

  #noted(context: MarketContext): MarketContext {
    const { asset, mark, mid } = context;
    if (this.#fresh.size > 0 && this.#fresh.delete(asset) && mark !== null) {
      this.markAt(asset, { mark, price: mid ?? mark });
    }
    const shown = mark ?? this.marks.get(asset);
    if (shown !== undefined) this.shownMarks.set(asset, shown);
    return context;
  }

  /** Notes the mark and the price of trades at which an asset is from now on, USD. */
  markAt(asset: string, { mark, price }: { readonly mark: number; readonly price: number }): void {
    this.marks.set(asset, mark);
    if (price === mark) this.#prices.delete(asset);
    else this.#prices.set(asset, price);
  }

  /** What the last closed candle of an asset bore; null where nothing asks for it, or none has closed for a day. */
  liquidityAt(asset: string): Awaitable<Liquidity | null> {
    if (!this.#needsLiquidity) return null;
    return andThen(this.marketData.finest(asset, this.clock.now() - DAY_MS), lastLiquidity);
  }

  /** Best bid and ask as the simulation has them, at the price of the moment. */
  bestPrices(asset: string, moment: MarketMoment): { readonly bid: number; readonly ask: number } {
    return bestPrices(this.#options.slippage, this.account.instrument(asset), moment);
  }

  #show(now: number): AccountState {
    const waiting = this.orders.count === 0 ? undefined : {
      openOrders: this.orders.shown(this.#instruments),
      reservedMicro: this.margin.reserveMicro(),
    };
    this.#lastShown = this.account.shown(now, this.shownMarks, waiting);
    return this.#lastShown;
  }

  #changeMargin(asset: string, change: (look: MarginLook) => string | null): Awaitable<ActionAnswer> {
    return andThen(this.settle(), () => {
      if (!this.lists(asset)) return { status: "refused", reason: `unknown asset ${asset}` };
      return andThen(this.markAll(), () => {
        const reason = change(this.#look());
        return reason === null ? { status: "done" } : { status: "refused", reason };
      });
    });
  }

  #look(): MarginLook {
    return { marks: this.shownMarks, reservedMicro: this.margin.reserveMicro() };
  }
}
