import {
  andThen,
  type Awaitable,
  type CandleWindow,
  eachInTurn,
  type FundingRates,
  HOUR_MS,
  maintenanceMargin,
  type MarketData,
  priceToUnits,
  roundPrice,
} from "../../engine/mod.ts";
import { isExposed, type SettlingCandle, walkCandles, type WalkParts } from "./candle_walk.ts";
import { isReached } from "./held_order.ts";
import { UnpaidFunding } from "./unpaid_funding.ts";
import type { ScheduledCancel } from "./scheduled_cancel.ts";

/** The venue's highest funding rate of an hour, as a fraction. Source: exchange-rules 3.2. */
const MAX_FUNDING = 0.04;

/** New candles of an exposed asset; its extremes and its mark's, on the grid, take in the mark it comes from. */
interface Stretch {
  readonly asset: string;
  readonly window: CandleWindow;
  /** Since when it is exposed or settled, ms. */
  readonly since: number;
  readonly high: number;
  readonly low: number;
  readonly highMark: number;
  readonly lowMark: number;
}

/** Something that happens at a moment: candles that close, the funding of an hour, or that all orders are cancelled. */
type Step =
  | { readonly time: number; readonly kind: "candles"; readonly candles: readonly SettlingCandle[] }
  | { readonly time: number; readonly kind: "funding" | "cancel" };

/** What is settled in one go. */
interface Going {
  readonly stretches: readonly Stretch[];
  readonly rates: ReadonlyMap<string, FundingRates>;
  readonly now: number;
  /** The last full hour, ms. */
  readonly hour: number;
}

/** What a settlement works on. */
export interface SettlementParts extends WalkParts {
  readonly scheduled: ScheduledCancel;
}

/**
 * Brings orders, funding and margin up to a moment. Only assets with a position or an order take candles, each
 * once: the mark of what is settled is the close of the last candle taken, never the clock. A stretch's extremes
 * are looked at first; its candles one by one only where an order or the margin may be touched.
 */
export class Settlement {
  readonly #marketData: MarketData;
  readonly #parts: SettlementParts;
  readonly #settledTo = new Map<string, number>();
  readonly #unpaid = new UnpaidFunding();
  #fundedTo: number;

  constructor(marketData: MarketData, parts: SettlementParts, start: number) {
    this.#marketData = marketData;
    this.#parts = parts;
    this.#fundedTo = Math.floor(start / HOUR_MS) * HOUR_MS;
  }

  /** Settles everything up to `now` (ms) and gives it back: at once where nothing is exposed. */
  settle(now: number): Awaitable<number> {
    const late = this.#unpaid.due(now);
    if (late.length === 0) return this.#settle(now);
    const paid = eachInTurn(
      late,
      ({ asset, after }) =>
        andThen(this.#marketData.funding(asset, after), (rates) => {
          for (const hour of this.#unpaid.take(asset, rates)) this.#parts.account.fund(asset, hour);
        }),
    );
    return andThen(paid, () => this.#settle(now));
  }

  #settle(now: number): Awaitable<number> {
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
    const exposed = this.#exposed();
    if (exposed.length > 0) return this.#settleExposed(exposed, now, hour);
    if (this.#isDue(now)) this.#parts.scheduled.strike();
    this.#fundedTo = hour;
    return now;
  }

  #settleExposed(exposed: readonly string[], now: number, hour: number): Awaitable<number> {
    const taken = eachInTurn(exposed, (asset) => {
      const since = this.#settledTo.get(asset) ?? now;
      const asked = this.#marketData.finest(asset, since);
      return andThen(asked, (window) => this.#stretch(asset, window, since));
    });
    return andThen(taken, (stretches) => {
      const asked = hour > this.#fundedTo ? this.#rates(exposed) : NO_RATES;
      return andThen(asked, (rates) => this.#go({ stretches, rates, now, hour }));
    });
  }

  /** Takes the steps there are, and the candles as settled. */
  #go({ stretches, rates, now, hour }: Going): Awaitable<number> {
    const steps = this.#steps(stretches, { hour, now });
    const taken = eachInTurn(steps, (step): Awaitable<void> => {
      if (step.kind === "candles") walkCandles(step.candles, step.time, this.#parts);
      else if (step.kind === "cancel") this.#cancelAll(step.time);
      else return this.#fund({ time: step.time, now }, { rates, stretches });
    });
    return andThen(taken, () => {
      for (const { asset, window } of stretches) this.#took(asset, window);
      this.#fundedTo = hour;
      return now;
    });
  }

  /**
   * Notes that an asset has an order or a position from this moment on: earlier candles do not concern it. False when
   * it had one already.
   */
  expose(asset: string, now: number): boolean {
    if (this.#settledTo.has(asset)) return false;
    this.#settledTo.set(asset, now);
    return true;
  }

  #exposed(): string[] {
    if (this.#settledTo.size === 0) return [];
    const exposed: string[] = [];
    for (const asset of this.#settledTo.keys()) {
      if (isExposed(asset, this.#parts)) exposed.push(asset);
      else this.#settledTo.delete(asset);
    }
    return exposed.sort();
  }

  #stretch(asset: string, window: CandleWindow, since: number): Stretch {
    const mark = this.#parts.marks.get(asset);
    const instrument = this.#parts.account.instrument(asset);
    const highest = (price: number): number =>
      roundPrice(Math.max(mark ?? -Infinity, price), instrument, "nearest");
    const lowest = (price: number): number =>
      roundPrice(Math.min(mark ?? Infinity, price), instrument, "nearest");
    const high = highest(window.highest());
    const low = lowest(window.lowest());
    const { hasMarks } = window;
    const highMark = hasMarks ? highest(window.highestMark()) : high;
    const lowMark = hasMarks ? lowest(window.lowestMark()) : low;
    return { asset, window, since, high, low, highMark, lowMark };
  }

  #steps(
    stretches: readonly Stretch[],
    { hour, now }: { readonly hour: number; readonly now: number },
  ): readonly Step[] {
    const hours = (hour - this.#fundedTo) / HOUR_MS;
    const touches = this.#mayTouch(stretches, hours);
    const cancels = this.#isDue(now);
    if (!touches && hours === 0 && !cancels) return NO_STEPS;
    const steps: Step[] = touches ? groupByClose(stretches) : [];
    if (cancels) steps.push({ time: this.#parts.scheduled.time!, kind: "cancel" });
    for (let time = this.#fundedTo + HOUR_MS; time <= hour; time += HOUR_MS) {
      steps.push({ time, kind: "funding" });
    }
    // Candles that close on the hour come before its funding: what they closed pays no more.
    return steps.sort((a, b) => a.time - b.time || RANK[a.kind] - RANK[b.kind]);
  }

  #isDue(now: number): boolean {
    const { time } = this.#parts.scheduled;
    return time !== null && time <= now;
  }

  #cancelAll(time: number): void {
    const { orders, scheduled } = this.#parts;
    for (const asset of [...orders.assets()]) orders.cancel(asset, { status: "scheduled-cancel", time });
    scheduled.strike();
  }

  #mayTouch(stretches: readonly Stretch[], hours: number): boolean {
    const { orders } = this.#parts;
    for (const { asset, high, low, highMark, lowMark } of stretches) {
      for (const order of orders.of(asset)) {
        const [top, bottom] = order.isTrigger ? [highMark, lowMark] : [high, low];
        if (isReached(order, top) || isReached(order, bottom)) return true;
      }
    }
    return this.#marginMayGo(stretches, hours);
  }

  /**
   * Whether the margin could be gone, of the cross account or of an isolated position, were every asset at its worst at
   * once, with the highest funding paid.
   */
  #marginMayGo(stretches: readonly Stretch[], hours: number): boolean {
    const { account } = this.#parts;
    if (account.ledger.count === 0) return false;
    let worst = account.ledger.cashMicro;
    let needed = 0;
    for (const { asset, highMark: high, lowMark: low } of stretches) {
      const position = account.ledger.position(asset);
      if (position === undefined) continue;
      const { units, isolatedMicro } = position;
      const instrument = account.instrument(asset);
      const adverse = units * priceToUnits(units > 0 ? low : high, instrument);
      const highest = Math.abs(units) * priceToUnits(high, instrument);
      const needs = maintenanceMargin(highest, instrument) + highest * MAX_FUNDING * hours;
      if (isolatedMicro === null) {
        worst += adverse;
        needed += needs;
      } else if (isolatedMicro + adverse < needs) return true;
    }
    return worst < needed;
  }

  /** The rates of what is held, and of what an order may open on the way. */
  #rates(exposed: readonly string[]): Awaitable<ReadonlyMap<string, FundingRates>> {
    const { account, orders } = this.#parts;
    const mayHold = (asset: string): boolean =>
      account.ledger.position(asset) !== undefined ||
      orders.of(asset).some(({ terms }) => !terms.reduceOnly);
    const rates = new Map<string, FundingRates>();
    const asked = eachInTurn(
      exposed.filter(mayHold),
      (asset) =>
        andThen(this.#marketData.funding(asset, this.#fundedTo), (paid) => {
          if (paid.times.length > 0) rates.set(asset, paid);
        }),
    );
    return andThen(asked, () => rates);
  }

  /**
   * Pays the funding of one hour on its oracle price, where none is told on the price of that hour: in a hole of the
   * data that is the last one before. An hour without a rate is paid when its rate is told.
   */
  #fund(
    { time, now }: { readonly time: number; readonly now: number },
    from: { readonly rates: ReadonlyMap<string, FundingRates>; readonly stretches: readonly Stretch[] },
  ): Awaitable<void> {
    const { account, marks } = this.#parts;
    const paid = eachInTurn(from.stretches, ({ asset, window }): Awaitable<void> => {
      const found = from.rates.get(asset);
      const index = found?.times.indexOf(time) ?? -1;
      const rate = found?.rates[index];
      const size = account.signedSize(asset);
      if (size === 0) return;
      const grid = (price: number): number => roundPrice(price, account.instrument(asset), "nearest");
      if (rate === undefined) {
        const price = priceIn(window, time) ?? lastCloseIn(window, time) ?? marks.get(asset)!;
        return this.#unpaid.note(asset, { time, size, oracle: grid(price) }, now);
      }
      const told = found?.oracles?.[index] ?? priceIn(window, time);
      const isAsked = told === null && time === now;
      return andThen(isAsked ? this.#oracleNow(asset) : told, (price) => {
        const oracle = price ?? lastCloseIn(window, time) ?? marks.get(asset)!;
        account.fund(asset, { time, rate, oracle: grid(oracle) });
      });
    });
    return andThen(paid, () => undefined);
  }

  /** The oracle of now, for an hour that is now: one that has passed must not see it. */
  #oracleNow(asset: string): Awaitable<number | null> {
    return andThen(this.#marketData.contexts([asset]), ([{ oracle }]) => oracle);
  }

  #took(asset: string, window: CandleWindow): void {
    if (window.length === 0) return;
    const last = window.length - 1;
    const { account, marks, prices } = this.#parts;
    const grid = (price: number): number => roundPrice(price, account.instrument(asset), "nearest");
    this.#settledTo.set(asset, window.closeTime(last));
    if (!window.hasMarks) marks.set(asset, grid(window.close(last)));
    else {
      marks.set(asset, grid(window.markOf(last).close));
      prices.set(asset, grid(window.close(last)));
    }
  }
}

const NO_STEPS: readonly Step[] = [];
const RANK = { candles: 0, cancel: 1, funding: 2 } as const;
const NO_RATES: ReadonlyMap<string, FundingRates> = new Map();

function groupByClose(stretches: readonly Stretch[]): Step[] {
  const groups = new Map<number, SettlingCandle[]>();
  for (const { asset, window, since } of stretches) {
    for (let index = 0; index < window.length; index++) {
      const time = window.closeTime(index);
      const group = groups.get(time);
      if (group === undefined) groups.set(time, [{ asset, window, index, since }]);
      else group.push({ asset, window, index, since });
    }
  }
  return [...groups].map(([time, candles]) => ({ time, kind: "candles", candles }));
}

/** The price at a moment inside a window: straight from open to close; null where no candle covers it. */
function priceIn(window: CandleWindow, time: number): number | null {
  const index = closedBefore(window, time);
  if (index === window.length) return null;
  const open = window.time(index);
  if (time <= open) return null;
  const share = (time - open) / (window.closeTime(index) - open);
  return window.open(index) + (window.close(index) - window.open(index)) * share;
}

/** The last close of a window at or before a moment; null where there is none. */
function lastCloseIn(window: CandleWindow, time: number): number | null {
  const index = closedBefore(window, time);
  // One that closes at the moment itself has closed.
  if (index < window.length && window.closeTime(index) === time) return window.close(index);
  return index === 0 ? null : window.close(index - 1);
}

/** How many candles of a window closed before a moment: a day of minutes is looked through for each hour of funding. */
function closedBefore(window: CandleWindow, time: number): number {
  let [low, high] = [0, window.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (window.closeTime(middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
