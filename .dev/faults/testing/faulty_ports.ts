/** Ports that fail by lot, around others that do not: what is asked is lost, comes late, twice or torn. */
import {
  type ApprovedOrder,
  type CandleRange,
  type CandleWindow,
  type ChatAnswer,
  type ChatModel,
  type ChatRequest,
  type Clock,
  type EventMark,
  type Exchange,
  ExchangeFault,
  type ExchangeState,
  type FundingRates,
  type Interval,
  type LegOutcome,
  type MarketContext,
  type MarketData,
  type OrderLookup,
  type Outcome,
  PortFailure,
} from "../../../engine/mod.ts";
import { SimulatedClock } from "../../../backtest/mod.ts";

/** Draws the faults, and counts what happened by its name. */
export class Lots {
  readonly counts = new Map<string, number>();
  readonly #random: () => number;
  /** While false nothing fails. */
  on = true;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Whether something that happens with this share happens now. */
  happens(name: string, share: number): boolean {
    if (!this.on || this.#random() >= share) return false;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    return true;
  }

  /** A number from 0 up to `limit`. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

/** A clock on which a sleeper wakes too late by lot, and on which slow answers take their time. */
export class SleepyClock implements Clock {
  readonly #clock: SimulatedClock;
  readonly #lots: Lots;

  constructor(now: number, lots: Lots) {
    this.#clock = new SimulatedClock(now);
    this.#lots = lots;
  }

  now(): number {
    return this.#clock.now();
  }

  sleepUntil(time: number, signal?: AbortSignal): void {
    const isLong = signal !== undefined && time > this.now() + 60_000;
    const late = isLong && this.#lots.happens("clock asleep", 0.03) ? this.#lots.below(50 * 60_000) : 0;
    this.#clock.sleepUntil(time + late, signal);
  }

  /** Lets time pass. */
  pass(ms: number): void {
    this.#clock.sleepUntil(this.now() + ms);
  }
}

/** A clock that is so much ahead of another, ms. */
export function skewedBy(skewMs: number, clock: Clock): Clock {
  return {
    now: () => clock.now() + skewMs,
    sleepUntil: (time, signal) => clock.sleepUntil(time - skewMs, signal),
  };
}

/** Market data that fails by lot. */
export class FaultyMarketData implements MarketData {
  readonly #data: MarketData;
  readonly #lots: Lots;
  readonly #clock: SleepyClock;

  constructor(data: MarketData, lots: Lots, clock: SleepyClock) {
    this.#data = data;
    this.#lots = lots;
    this.#clock = clock;
  }

  async candles(asset: string, interval: Interval, range: CandleRange): Promise<CandleWindow> {
    this.#fail("candles");
    const doubled = this.#lots.happens("candles doubled", 0.05);
    const window = await this.#data.candles(asset, interval, doubled ? { last: 9 } : range);
    if (this.#lots.happens("candles late", 0.08)) return window.part(0, Math.max(0, window.length - 1));
    return window;
  }

  finest(asset: string, after: number): ReturnType<MarketData["finest"]> {
    return this.#data.finest(asset, after);
  }

  async contexts(assets: readonly string[]): Promise<readonly MarketContext[]> {
    this.#fail("contexts");
    const contexts = await this.#data.contexts(assets);
    return contexts.map((context) => {
      if (this.#lots.happens("contexts late", 0.05)) {
        return { ...context, asOf: { mark: this.#clock.now() - 90_000 } };
      }
      return this.#lots.happens("contexts torn", 0.03) ? { ...context, mid: null, oracle: null } : context;
    });
  }

  async funding(asset: string, after: number): Promise<FundingRates> {
    return await this.#data.funding(asset, after);
  }

  #fail(what: string): void {
    if (this.#lots.happens(`${what} slow`, 0.05)) this.#clock.pass(this.#lots.below(8000));
    if (this.#lots.happens(`${what} lost`, 0.05)) throw new PortFailure(`${what}: nobody answered`);
  }
}

/** An exchange that fails by lot: before it did what was asked, or after. It keeps which orders reached it. */
export class FaultyExchange implements Exchange {
  /** Client order ids that reached the venue, each as often as it did. */
  readonly reached: string[] = [];
  readonly #exchange: Exchange;
  readonly #lots: Lots;
  readonly #clock: SleepyClock;
  #away = 0;

  constructor(exchange: Exchange, lots: Lots, clock: SleepyClock) {
    this.#exchange = exchange;
    this.#lots = lots;
    this.#clock = clock;
  }

  async sync(since: EventMark): Promise<ExchangeState> {
    return await this.#asked("sync", () => this.#exchange.sync(since));
  }

  async setLeverage(asset: string, leverage: number): Promise<Outcome> {
    return await this.#asked("leverage", () => this.#exchange.setLeverage(asset, leverage));
  }

  async submit(order: ApprovedOrder): Promise<readonly LegOutcome[]> {
    return await this.#asked("submit", () => {
      this.reached.push(...order.legs.map(({ clientOrderId }) => clientOrderId));
      return this.#exchange.submit(order);
    });
  }

  async cancel(asset: string, ids: readonly string[]): Promise<readonly Outcome[]> {
    return await this.#asked("cancel", () => this.#exchange.cancel(asset, ids));
  }

  async find(clientOrderId: string): Promise<OrderLookup> {
    return await this.#asked("find", () => this.#exchange.find(clientOrderId));
  }

  async #asked<T>(what: string, ask: () => T | Promise<T>): Promise<T> {
    // An outage lasts for a while: a single lost answer is made good by the next one.
    if (this.#away === 0 && this.#lots.happens("exchange away", 0.008)) {
      this.#away = this.#clock.now() + 45_000;
    }
    if (this.#clock.now() < this.#away) throw new PortFailure(`${what}: no network`);
    this.#away = 0;
    if (this.#lots.happens(`${what} lost`, 0.06)) throw new PortFailure(`${what}: nobody answered`);
    if (this.#lots.happens(`${what} 429`, 0.02)) throw new ExchangeFault("limit", `${what}: 429`);
    if (this.#lots.happens(`${what} slow`, 0.05)) this.#clock.pass(this.#lots.below(5000));
    const answer = await ask();
    // It has been done, but nobody hears of it.
    if (this.#lots.happens(`${what} 500`, 0.02)) throw new ExchangeFault("unreachable", `${what}: 500`);
    if (this.#lots.happens(`${what} torn`, 0.06)) throw new PortFailure(`${what}: the answer was cut off`);
    return answer;
  }
}

/** A model that fails by lot. */
export class FaultyModel implements ChatModel {
  readonly #model: ChatModel;
  readonly #lots: Lots;
  #before: ChatAnswer | null = null;

  constructor(model: ChatModel, lots: Lots) {
    this.#model = model;
    this.#lots = lots;
  }

  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const answer = await this.#model.ask(request, signal);
    if (answer.status !== "answered") return answer;
    const { tokens, costUsd } = answer;
    if (this.#lots.happens("model lost", 0.05)) {
      return { status: "failed", reason: "nobody answered", tokens, costUsd, latencyMs: 30_000 };
    }
    if (this.#lots.happens("model late", 0.05)) return { ...answer, latencyMs: 3_600_000 };
    if (this.#lots.happens("model torn", 0.05)) return { ...answer, text: answer.text.slice(0, 20) };
    if (this.#before !== null && this.#lots.happens("model doubled", 0.05)) return this.#before;
    this.#before = answer;
    return answer;
  }
}
