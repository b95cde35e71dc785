import { DailyEquity, sharpeOfDaily } from "./daily_equity.ts";
import { isIdle, type JsonValue } from "./decision.ts";
import type {
  CommandEntry,
  CycleEntry,
  DecisionRecord,
  DiaryEntry,
  GuardEntry,
  Halt,
  IntentEntry,
  MissedEntry,
  OutcomeEntry,
  SeriesChange,
  Trade,
} from "./diary_entry.ts";
import { type ExitPlan, NO_PLAN, over, planOf, planWith } from "./exit_plan.ts";
import type { Instrument } from "./instrument.ts";
import { DAY_MS, dayStart } from "./interval.ts";
import type { MarketContext } from "./market_context.ts";
import { fromMicro, toMicro } from "./money.ts";
import { type AccountEvent, type EventMark, type Fill, inDiaryOrder, type Leg, NO_EVENTS } from "./order.ts";
import { OwnOrders } from "./own_orders.ts";
import { OwnShares } from "./own_shares.ts";
import { Strangers } from "./strangers.ts";
import { TradeBook } from "./trade_book.ts";

/** How many of the last decisions an agent sees. */
const LAST_DECISIONS = 10;
/** How many of the last fills and closed trades an agent sees. */
const LAST_TRADES = 20;

const NO_CHANGES: readonly SeriesChange[] = [];

/** A decision that stands in the diary, with the close it was taken at. */
export interface PastDecision extends DecisionRecord {
  readonly close: number;
}

/**
 * What a run knows of itself: a fold over its diary. The engine feeds it while it writes; a restart, a report
 * or a replay feeds it the lines and gets the same.
 */
export class RunState {
  /** Open and closed trades as the fills tell them. */
  readonly book: TradeBook;
  /** The last trades that were closed, oldest first. */
  readonly closedTrades: Trade[] = [];
  /** The last fills, oldest first. */
  readonly fills: Fill[] = [];
  /** The last decisions that were more than an idle hold, oldest first. */
  readonly decisions: PastDecision[] = [];
  /** What the agent wants to remember. */
  memory: JsonValue = null;
  /** How far the account's events are known. */
  syncedTo: EventMark = NO_EVENTS;
  /** The last halt that began, with the close it began at. */
  halt: (Halt & { readonly since: number }) | null = null;
  /** Whether a person paused it: the agent is not asked until it is resumed. */
  paused = false;
  /** Highest equity at the end of any cycle, USD. */
  peakEquityUsd = 0;
  /** The last close that has its line, ms; −1: none. */
  lastClose: number = -1;
  /** The last close whose cycle looked at the account, ms; −1: none. */
  lastLook: number = -1;
  /** Who else trades in its assets. */
  readonly strangers: Strangers;
  /** How much of each position is the run's own. */
  readonly ownShares: OwnShares;
  /** When all positions were seen to be protected between cycles, ms; −1: never. It is in no line. */
  securedAt: number = -1;
  /** Whether the account did not show when it was looked at last between cycles. */
  isBlind = false;

  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #daily = new DailyEquity();
  readonly #own = new OwnOrders();
  readonly #closedAt = new Map<string, number>();
  /** What this cycle placed, for a position whose first fill comes after it: in the diary it always does. */
  readonly #foreseen = new Map<string, ExitPlan>();
  readonly #leverages = new Map<string, number>();
  readonly #candleMs = new Map<string, number>();
  #attempted: { readonly asset: string; readonly leg: Leg }[] = [];
  #attemptsClose = -1;
  #depositsMicro = 0;
  #realizedMicro = 0;
  #fundingMicro = 0;
  #feesMicro = 0;
  #lastEquityUsd = 0;
  #day = -1;
  #dayEquityUsd = 0;

  constructor(instruments: ReadonlyMap<string, Instrument>) {
    this.#instruments = instruments;
    this.book = new TradeBook(instruments);
    this.ownShares = new OwnShares(instruments);
    this.strangers = new Strangers({
      isOwn: (clientOrderId) => this.ownLeg(clientOrderId) !== null,
      isTraded: (asset) => this.isTraded(asset),
    });
  }

  /** Whether an asset is one that the run trades. */
  isTraded(asset: string): boolean {
    return this.#instruments.has(asset);
  }

  /** Takes in a line read from a diary. */
  apply(entry: DiaryEntry): void {
    if (entry.kind === "intent") return this.intend(entry);
    if (entry.kind === "outcome") return this.settle(entry);
    if (entry.kind === "run" || entry.kind === "lapsed") return;
    if (entry.kind === "guard") return this.guard(entry);
    if (entry.kind === "missed") return this.miss(entry);
    const { transfers = [], fills = [], funding = [] } = entry;
    for (const event of inDiaryOrder([...transfers, ...fills, ...funding])) this.absorb(event);
    if (entry.kind === "command") this.obey(entry);
    else this.finish(entry);
  }

  /** Takes in one thing that changed the balance; gives the trade that it closed. */
  absorb(event: AccountEvent): Trade | null {
    const { time, count } = this.syncedTo;
    this.syncedTo = { time: event.time, count: event.time === time ? count + 1 : 1 };
    if (event.kind === "transfer") {
      this.#depositsMicro += toMicro(event.amountUsd);
      return null;
    }
    if (event.kind === "funding") {
      this.#fundingMicro += toMicro(event.amountUsd);
      this.book.funding(event);
      return null;
    }
    return this.#absorbFill(event);
  }

  /** Takes in what is about to be sent. */
  intend(entry: IntentEntry): void {
    if (entry.memory !== undefined) this.memory = entry.memory;
    this.#countFrom(entry.close);
    for (const order of entry.orders) {
      const group = { leverage: order.leverage, plan: planOf(order) };
      for (const { clientOrderId, leg } of order.legs) {
        this.#own.add(clientOrderId, { leg, group });
        this.#attempted.push({ asset: order.asset, leg });
      }
    }
  }

  /** Takes in what became of it; protection that stands is the plan from now on. */
  settle(entry: OutcomeEntry): void {
    if (entry.purpose !== "protect") return this.#settleLeverage(entry);
    const placed = this.#placed(entry);
    const trade = this.book.active(entry.asset);
    if (trade !== null) this.book.setPlan(entry.asset, over(trade.plan, placed));
    this.#foreseen.set(entry.asset, over(this.#foreseen.get(entry.asset) ?? NO_PLAN, placed));
  }

  /** Takes in the end of a cycle; its events must have been absorbed. */
  finish(entry: CycleEntry): void {
    const { close, equityUsd } = entry;
    this.#beginDay(close, entry.dayEquityUsd ?? this.dayEquity(close, equityUsd));
    this.#daily.push(close, equityUsd);
    this.#lastEquityUsd = equityUsd;
    if (equityUsd > this.peakEquityUsd) this.peakEquityUsd = equityUsd;
    if (entry.halt !== undefined) this.halt = { ...entry.halt, since: close };
    if (entry.memory !== undefined) this.memory = entry.memory;
    if (entry.series !== undefined) {
      for (const { asset, toMs } of entry.series) this.#candleMs.set(asset, toMs);
    }
    if (entry.decisions !== undefined) {
      for (const decision of entry.decisions) {
        if (!isIdle(decision)) keepLast(this.decisions, { ...decision, close }, LAST_DECISIONS);
      }
    }
    this.lastClose = close;
    this.lastLook = close;
    if (this.#foreseen.size > 0) this.#foreseen.clear();
  }

  /** Takes in a close that has no cycle. */
  miss({ close }: MissedEntry): void {
    this.lastClose = close;
  }

  /** Takes in a look between cycles that found something. */
  guard({ faults }: GuardEntry): void {
    this.isBlind = faults.some(({ on }) => on === "account");
  }

  /** Takes in a command that was carried out; its events must have been absorbed. */
  obey(entry: CommandEntry): void {
    if (entry.command === "resume") this.paused = false;
    else if (entry.command !== "close") this.paused = true;
    for (const decision of entry.decisions ?? []) {
      keepLast(this.decisions, { ...decision, close: entry.close }, LAST_DECISIONS);
    }
    this.#foreseen.clear();
  }

  /** Notes the candles that each asset settles on; gives those that are of another length than before. */
  noteSeries(contexts: readonly MarketContext[]): readonly SeriesChange[] {
    let changes: SeriesChange[] | null = null;
    for (const { asset, candleMs } of contexts) {
      const before = this.#candleMs.get(asset);
      if (candleMs === undefined || candleMs === before) continue;
      this.#candleMs.set(asset, candleMs);
      if (before !== undefined) (changes ??= []).push({ asset, fromMs: before, toMs: candleMs });
    }
    return changes ?? NO_CHANGES;
  }

  /** How often an order for this asset and leg was intended in the cycle of `close`. */
  attempts(close: number, asset: string, leg: Leg): number {
    let count = 0;
    if (close !== this.#attemptsClose) return count;
    for (const before of this.#attempted) if (before.asset === asset && before.leg === leg) count++;
    return count;
  }

  /** Whether an order is one that this run intended, and which leg it is. */
  ownLeg(clientOrderId: string | null): Leg | null {
    return clientOrderId === null ? null : this.#own.get(clientOrderId)?.leg ?? null;
  }

  /** The leverage an asset was last set to by this run; null: not known. */
  leverageOf(asset: string): number | null {
    return this.#leverages.get(asset) ?? null;
  }

  /** When the last trade of an asset was closed, ms; null: never. */
  closedAt(asset: string): number | null {
    return this.#closedAt.get(asset) ?? null;
  }

  /** Whether a cycle at `close` is the first of its UTC day. */
  beginsDay(close: number): boolean {
    return dayStart(close) !== this.#day;
  }

  /** Equity at 00:00 UTC of the day of `close` (or at the start), USD; `equityUsd` is the one of now. */
  dayEquity(close: number, equityUsd: number): number {
    const day = dayStart(close);
    if (day === this.#day) return this.#dayEquityUsd;
    return close === day || this.lastLook < 0 ? equityUsd : this.#lastEquityUsd;
  }

  /** Sharpe ratio of the daily equity so far, annualised; null while it cannot be told. */
  sharpe(): number | null {
    return sharpeOfDaily(this.#daily.samples);
  }

  /** The equity at the end of the last cycle, USD; 0: there was none. */
  get lastEquityUsd(): number {
    return this.#lastEquityUsd;
  }

  /** Everything that was ever paid in less what was paid out, USD. */
  get depositsUsd(): number {
    return fromMicro(this.#depositsMicro);
  }

  /** Deposits + realised + funding − fees, USD: the balance that the diary explains. */
  get explainedBalanceUsd(): number {
    return fromMicro(this.#depositsMicro + this.#realizedMicro + this.#fundingMicro - this.#feesMicro);
  }

  #absorbFill(fill: Fill): Trade | null {
    const own = fill.clientOrderId === null ? undefined : this.#own.get(fill.clientOrderId);
    this.#realizedMicro += toMicro(fill.realizedPnlUsd);
    this.#feesMicro += toMicro(fill.feeUsd);
    keepLast(this.fills, fill, LAST_TRADES);
    // Somebody else's trade on the account: the money counts, but it is none of this run's trades.
    if (!this.#instruments.has(fill.asset)) return null;
    const isStrange = own === undefined && !fill.liquidation && this.lastLook >= 0;
    if (isStrange) this.strangers.fill(fill);
    this.ownShares.take(fill, !isStrange);
    const opens = this.book.active(fill.asset) === null;
    const closed = this.book.fill(fill, own?.leg ?? null);
    // Only the entry that opens a trade brings its plan: an add's is that of the protection which follows it.
    if (opens) {
      const entered = own?.leg === "entry" ? own.group.plan : NO_PLAN;
      this.book.setPlan(fill.asset, over(entered, this.#foreseen.get(fill.asset) ?? NO_PLAN));
    }
    if (closed !== null) {
      this.#closedAt.set(closed.asset, closed.closedAt);
      keepLast(this.closedTrades, closed, LAST_TRADES);
    }
    return closed;
  }

  /** Whether the leverage was set is not certain when the order did not go through: it is set again then. */
  #settleLeverage({ asset, legs: [first] }: OutcomeEntry): void {
    if (first?.status !== "accepted") {
      this.#leverages.delete(asset);
      return;
    }
    const leverage = this.#own.get(first.clientOrderId)?.group.leverage ?? null;
    if (leverage !== null) this.#leverages.set(asset, leverage);
  }

  /** The exits of a group that were accepted, as far as a plan goes. */
  #placed({ legs }: OutcomeEntry): ExitPlan {
    let { stop, target, words, invalidation } = NO_PLAN;
    for (const { clientOrderId, status } of legs) {
      const own = this.#own.get(clientOrderId);
      if (status !== "accepted" || own === undefined) continue;
      const { plan } = own.group;
      if (own.leg === "stop") stop = plan.stop;
      if (own.leg === "target") target = plan.target;
      words = plan.words || words;
      invalidation = plan.invalidation ?? invalidation;
    }
    return planWith({ stop, target, words }, invalidation);
  }

  #beginDay(close: number, dayEquityUsd: number): void {
    if (!this.beginsDay(close)) return;
    const day = dayStart(close);
    this.#dayEquityUsd = dayEquityUsd;
    this.#day = day;
    if (this.halt?.until === "next-day" && this.halt.since < day) this.halt = null;
  }

  #countFrom(close: number): void {
    if (close === this.#attemptsClose) return;
    this.#attemptsClose = close;
    this.#attempted = [];
  }
}

/** The halt that is in force at `close`, or null; one for a day ends with the day. */
export function haltAt(state: RunState, close: number): Halt | null {
  if (state.halt === null) return null;
  if (state.halt.until === "next-day" && close >= dayStart(state.halt.since) + DAY_MS) return null;
  return state.halt;
}

function keepLast<T>(list: T[], item: T, count: number): void {
  list.push(item);
  if (list.length > count) list.shift();
}
