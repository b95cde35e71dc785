import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Awaitable } from "../model/awaitable.ts";
import type { ExchangeState } from "../model/account.ts";
import type { ApprovedOrder } from "../model/approved_order.ts";
import { HOUR_MS } from "../model/interval.ts";
import { toMicro } from "../model/money.ts";
import {
  type AccountEvent,
  type EventMark,
  type Leg,
  type LegOutcome,
  NO_EVENTS,
  type OrderLeg,
} from "../model/order.ts";
import { approved } from "../testing/approved.ts";
import { CONTRACT_VENUE } from "../testing/contract_venue.ts";
import type { Exchange } from "./exchange.ts";

/** A venue under test: a fresh account in the contract's market; at first it is `CONTRACT_VENUE.start`. */
export interface ExchangeUnderTest {
  readonly exchange: Exchange;
  /** Makes it `time` (ms); it never goes back. */
  sleepUntil(time: number): Awaitable<void>;
  dispose(): Promise<void>;
}

// Other rooms may import a contract and no other file: what its promises are tried with is handed on here.
export { approved, CONTRACT_VENUE };

const { instrument: { symbol: COIN }, start: START, fall: FALL, end: END } = CONTRACT_VENUE;
const STEP = 300_000;
const SOON = START + STEP + 1;

/** What an exchange of any kind must do; registers one test for each promise. */
export function exchangeContract(name: string, make: () => Promise<ExchangeUnderTest>): void {
  const promise = (what: string, check: (venue: Venue) => Promise<void>): void => {
    Deno.test(`${name}: ${what}`, async () => {
      const subject = await make();
      try {
        await check(new Venue(subject));
      } finally {
        await subject.dispose();
      }
    });
  };
  promise("shows the deposit and nothing else at first", startsEmpty);
  promise("tells every event once, whatever mark it is asked with", tellsOnce);
  promise("event times never fall and are never later than now", timesNeverFall);
  promise("the balance is the sum of the events, equity adds what is unrealised", balanceIsEvents);
  promise("asked twice at one moment it answers the same", sameTwice);
  promise("an entry fills within its worst price, its exits wait with it", entryWithExits);
  promise("an entry that fills nothing takes its exits with it", exitsDieWithEntry);
  promise("a close takes the exits with it", exitsDieWithPosition);
  promise("a stop fires on the way and takes the target with it", stopFires);
  promise("a stop for the whole position follows its size", wholeStopFollows);
  promise("a close that is too large is cut to the position", closeIsCut);
  promise("a close without a position is rejected", closeNeedsPosition);
  promise("an order below 10 USD is rejected, unless it closes the position", minimumValue);
  promise("an order on an asset it does not list is rejected, leg by leg", unknownAsset);
  promise("cancels what waits, once; the rest it rejects, each in its place", cancels);
  promise("finds what waits, what filled and what ended; none is what was never sent", finds);
  promise("sets leverage, and rejects what is not a whole number up to the highest", setsLeverage);
  promise("pays funding at every hour, also for those nobody looked at", paysFunding);
}

/** The venue with what the promises need around it. */
class Venue {
  readonly exchange: Exchange;
  readonly sleepUntil: (time: number) => Awaitable<void>;
  #orders = 0;

  constructor({ exchange, sleepUntil }: ExchangeUnderTest) {
    this.exchange = exchange;
    this.sleepUntil = sleepUntil;
  }

  /** A client order id that was not used before. */
  nextId(): string {
    return `0x${(++this.#orders).toString(16).padStart(32, "0")}`;
  }

  /** Everything that ever happened, and the account now. */
  look(): Awaitable<ExchangeState> {
    return this.exchange.sync(NO_EVENTS);
  }

  async send(...legs: readonly OrderLeg[]): Promise<readonly LegOutcome[]> {
    const outcomes = await this.exchange.submit(this.approved(COIN, legs));
    deepStrictEqual(outcomes.map(({ leg }) => leg), legs.map(({ leg }) => leg));
    deepStrictEqual(
      outcomes.map(({ clientOrderId }) => clientOrderId),
      legs.map(({ clientOrderId }) => clientOrderId),
    );
    return outcomes;
  }

  approved(asset: string, legs: readonly OrderLeg[]): ApprovedOrder {
    const purposes = { entry: "open", close: "close", stop: "protect", target: "protect" } as const;
    return approved({ asset, purpose: purposes[legs[0].leg], legs }, CONTRACT_VENUE.instrument);
  }

  leg(leg: Leg, size: number | null, prices: Partial<OrderLeg> = {}): OrderLeg {
    const side = leg === "entry" ? "buy" : "sell";
    const reduceOnly = leg !== "entry";
    const limitPrice = side === "buy" ? 101 : 80;
    return {
      leg,
      clientOrderId: this.nextId(),
      side,
      size,
      limitPrice,
      triggerPrice: null,
      reduceOnly,
      ...prices,
    };
  }

  /** A long of `size` with a stop at 95 and a target at 120. */
  async open(size: number): Promise<{ entry: OrderLeg; stop: OrderLeg; target: OrderLeg }> {
    const entry = this.leg("entry", size);
    const stop = this.leg("stop", size, { triggerPrice: 95 });
    const target = this.leg("target", size, { triggerPrice: 120, limitPrice: 108 });
    const outcomes = await this.send(entry, stop, target);
    deepStrictEqual(outcomes.map(({ status }) => status), ["accepted", "accepted", "accepted"]);
    return { entry, stop, target };
  }
}

async function startsEmpty(venue: Venue): Promise<void> {
  const { account, events } = await venue.look();
  const { depositUsd } = CONTRACT_VENUE;
  deepStrictEqual(events.map(({ kind }) => kind), ["transfer"]);
  deepStrictEqual([account.balanceUsd, account.equityUsd, account.freeUsd], Array(3).fill(depositUsd));
  deepStrictEqual([account.positions.length, account.openOrders.length, account.marginUsedUsd], [0, 0, 0]);
}

async function tellsOnce(venue: Venue): Promise<void> {
  const told: AccountEvent[] = [];
  let mark = NO_EVENTS;
  await liveThrough(venue, async () => {
    const { events } = await venue.exchange.sync(mark);
    for (const event of events) {
      mark = after(mark, event);
      told.push(event);
    }
    deepStrictEqual((await venue.exchange.sync(mark)).events, [], "an event was told twice");
  });
  const { events } = await venue.look();
  deepStrictEqual(told, events);
  ok(["transfer", "fill", "funding"].every((kind) => told.some((event) => event.kind === kind)));
  mark = NO_EVENTS;
  for (let known = 0; known <= events.length; known++) {
    deepStrictEqual((await venue.exchange.sync(mark)).events, events.slice(known), `after ${known} events`);
    if (known < events.length) mark = after(mark, events[known]);
  }
}

async function timesNeverFall(venue: Venue): Promise<void> {
  await liveThrough(venue, async (now) => {
    const { account, events } = await venue.look();
    strictEqual(account.time, now);
    const times = events.map(({ time }) => time);
    deepStrictEqual(times, times.toSorted((a, b) => a - b));
    ok(times.every((time) => time <= now), "an event of the future");
  });
}

async function balanceIsEvents(venue: Venue): Promise<void> {
  await liveThrough(venue, async () => {
    const { account, events } = await venue.look();
    strictEqual(toMicro(account.balanceUsd), sumMicro(events));
    const unrealised = account.positions.reduce((sum, one) => sum + toMicro(one.unrealizedPnlUsd), 0);
    strictEqual(toMicro(account.equityUsd), toMicro(account.balanceUsd) + unrealised);
  });
}

async function sameTwice(venue: Venue): Promise<void> {
  await liveThrough(venue, async () => deepStrictEqual(await venue.look(), await venue.look()));
}

async function entryWithExits(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  const { entry, stop, target } = await venue.open(5);
  const { account, events } = await venue.look();
  const fill = events.at(-1)!;
  ok(fill.kind === "fill");
  deepStrictEqual([fill.asset, fill.side, fill.size, fill.liquidation], [COIN, "buy", 5, false]);
  deepStrictEqual([fill.clientOrderId, fill.time, fill.realizedPnlUsd], [entry.clientOrderId, SOON, 0]);
  ok(fill.price >= 99 && fill.price <= entry.limitPrice, `filled at ${fill.price}`);
  deepStrictEqual(await venue.exchange.find(entry.clientOrderId), {
    status: "found",
    state: "filled",
    filledSize: 5,
    price: fill.price,
  });
  deepStrictEqual(account.positions.map(({ asset, side, size }) => [asset, side, size]), [[COIN, "long", 5]]);
  deepStrictEqual(
    account.openOrders.toSorted((a, b) => a.kind < b.kind ? -1 : 1),
    ([["stop", stop], ["target", target]] as const).map(([kind, leg]) => ({
      asset: COIN,
      clientOrderId: leg.clientOrderId,
      kind,
      side: "sell",
      size: 5,
      limitPrice: leg.limitPrice,
      triggerPrice: leg.triggerPrice,
      reduceOnly: true,
    })),
  );
}

async function exitsDieWithEntry(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  const entry = venue.leg("entry", 5, { limitPrice: 90 });
  const stop = venue.leg("stop", 5, { triggerPrice: 85 });
  const target = venue.leg("target", 5, { triggerPrice: 120, limitPrice: 108 });
  const outcomes = await venue.send(entry, stop, target);
  deepStrictEqual(outcomes.map(({ status }) => status), ["rejected", "rejected", "rejected"]);
  const { account, events } = await venue.look();
  deepStrictEqual([account.positions.length, account.openOrders.length, events.length], [0, 0, 1]);
  for (const { clientOrderId } of [entry, stop, target]) {
    const found = await venue.exchange.find(clientOrderId);
    ok(found.status === "none" || (found.status === "found" && found.state === "ended"));
  }
}

async function exitsDieWithPosition(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  const { stop, target } = await venue.open(5);
  await venue.sleepUntil(SOON + STEP);
  const [outcome] = await venue.send(venue.leg("close", 5));
  ok(outcome.status === "accepted" && outcome.filledSize === 5);
  const { account } = await venue.look();
  deepStrictEqual([account.positions.length, account.openOrders.length], [0, 0]);
  for (const { clientOrderId } of [stop, target]) strictEqual(await stateOf(venue, clientOrderId), "ended");
}

async function stopFires(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  const { stop, target } = await venue.open(5);
  await venue.sleepUntil(FALL);
  strictEqual((await venue.look()).account.openOrders.length, 2);
  await venue.sleepUntil(FALL + STEP);
  const { account, events } = await venue.look();
  deepStrictEqual([account.positions.length, account.openOrders.length], [0, 0]);
  const fill = events.findLast(({ kind }) => kind === "fill")!;
  ok(fill.kind === "fill" && fill.clientOrderId === stop.clientOrderId && fill.side === "sell");
  ok(fill.price <= 95 && fill.price >= 94, `the stop at 95 filled at ${fill.price}`);
  ok(fill.realizedPnlUsd < 0 && fill.size === 5);
  strictEqual(await stateOf(venue, stop.clientOrderId), "filled");
  strictEqual(await stateOf(venue, target.clientOrderId), "ended");
}

async function wholeStopFollows(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  await venue.send(venue.leg("entry", 5));
  const stop = venue.leg("stop", null, { triggerPrice: 95 });
  await venue.send(stop);
  await venue.send(venue.leg("entry", 3));
  deepStrictEqual((await venue.look()).account.openOrders.map(({ size }) => size), [null]);
  await venue.sleepUntil(FALL + STEP);
  const { account, events } = await venue.look();
  const fill = events.findLast(({ kind }) => kind === "fill")!;
  ok(fill.kind === "fill" && fill.size === 8 && fill.clientOrderId === stop.clientOrderId);
  deepStrictEqual([account.positions.length, account.openOrders.length], [0, 0]);
}

async function closeIsCut(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  await venue.send(venue.leg("entry", 5));
  const [outcome] = await venue.send(venue.leg("close", 7));
  ok(outcome.status === "accepted" && outcome.filledSize === 5);
  strictEqual((await venue.look()).account.positions.length, 0);
}

async function closeNeedsPosition(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  const [outcome] = await venue.send(venue.leg("close", 5));
  strictEqual(outcome.status, "rejected");
  const { account, events } = await venue.look();
  deepStrictEqual([account.positions.length, events.length], [0, 1]);
}

async function minimumValue(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  const small = { limitPrice: 101 };
  strictEqual((await venue.send(venue.leg("entry", 0.09, small)))[0].status, "rejected");
  strictEqual((await venue.send(venue.leg("entry", 0.1, small)))[0].status, "accepted");
  strictEqual((await venue.send(venue.leg("close", 0.05)))[0].status, "rejected");
  strictEqual((await venue.send(venue.leg("close", 0.1)))[0].status, "accepted");
  strictEqual((await venue.look()).account.positions.length, 0);
}

async function unknownAsset(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  const legs = [venue.leg("entry", 5), venue.leg("stop", 5, { triggerPrice: 95 })];
  const outcomes = await venue.exchange.submit(venue.approved("NONE", legs));
  deepStrictEqual(outcomes.map(({ leg, status }) => [leg, status]), [["entry", "rejected"], [
    "stop",
    "rejected",
  ]]);
  strictEqual((await venue.exchange.setLeverage("NONE", 1)).status, "rejected");
  strictEqual((await venue.look()).events.length, 1);
}

async function cancels(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  const { entry, stop, target } = await venue.open(5);
  const never = venue.nextId();
  const asked = [never, target.clientOrderId, entry.clientOrderId, target.clientOrderId];
  const outcomes = await venue.exchange.cancel(COIN, asked);
  deepStrictEqual(outcomes.map(({ status }) => status), ["rejected", "accepted", "rejected", "rejected"]);
  const [elsewhere] = await venue.exchange.cancel("NONE", [stop.clientOrderId]);
  strictEqual(elsewhere.status, "rejected");
  deepStrictEqual(await venue.exchange.cancel(COIN, []), []);
  const { account } = await venue.look();
  deepStrictEqual(account.openOrders.map(({ clientOrderId }) => clientOrderId), [stop.clientOrderId]);
  strictEqual(await stateOf(venue, target.clientOrderId), "ended");
}

async function finds(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  const { entry, stop } = await venue.open(5);
  deepStrictEqual(await venue.exchange.find(venue.nextId()), { status: "none" });
  strictEqual(await stateOf(venue, entry.clientOrderId), "filled");
  const waiting = { status: "found", state: "open", filledSize: 0, price: null };
  deepStrictEqual(await venue.exchange.find(stop.clientOrderId), waiting);
  await venue.exchange.cancel(COIN, [stop.clientOrderId]);
  const ended = { status: "found", state: "ended", filledSize: 0, price: null };
  deepStrictEqual(await venue.exchange.find(stop.clientOrderId), ended);
}

async function setsLeverage(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  for (const leverage of [1, 20, 5]) {
    deepStrictEqual(await venue.exchange.setLeverage(COIN, leverage), { status: "accepted" });
  }
  await venue.open(5);
  for (const leverage of [0, -1, 1.5, 21, NaN]) {
    strictEqual((await venue.exchange.setLeverage(COIN, leverage)).status, "rejected", `${leverage}`);
  }
  const { account } = await venue.look();
  deepStrictEqual(account.positions.map(({ leverage }) => leverage), [5]);
  deepStrictEqual(account.marginUsedUsd, account.positions[0].marginUsedUsd);
  strictEqual(toMicro(account.marginUsedUsd), Math.ceil(toMicro(account.positions[0].notionalUsd) / 5));
}

async function paysFunding(venue: Venue): Promise<void> {
  await venue.sleepUntil(SOON);
  await venue.send(venue.leg("entry", 5));
  await venue.sleepUntil(START + 2 * HOUR_MS);
  const { events } = await venue.look();
  const paid = events.filter((event) => event.kind === "funding");
  deepStrictEqual(
    paid.map(({ time, asset, rate, size, amountUsd }) => [time, asset, rate, size, amountUsd]),
    [1, 2].map((hour) => [START + hour * HOUR_MS, COIN, 0.0001, 5, -0.05]),
  );
}

/** Opens, is funded, adds, is stopped out, opens again and closes; `at` is called at every moment on the way. */
async function liveThrough(venue: Venue, at: (now: number) => Promise<void>): Promise<void> {
  const steps: readonly (readonly [number, (() => Promise<unknown>)?])[] = [
    [START],
    [SOON, () => venue.open(5)],
    [SOON, () => venue.open(2)],
    [START + 2 * STEP],
    [START + HOUR_MS],
    [FALL + 1],
    [FALL + STEP],
    [FALL + STEP + 1, () => venue.send(venue.leg("entry", 4))],
    [FALL + STEP + 1, () => venue.send(venue.leg("close", 1))],
    [START + 3 * HOUR_MS],
    [START + 3 * HOUR_MS + 1, () => venue.send(venue.leg("close", 3))],
    [END],
  ];
  for (const [time, act] of steps) {
    await venue.sleepUntil(time);
    await act?.();
    await at(time);
  }
}

function after(mark: EventMark, { time }: AccountEvent): EventMark {
  return { time, count: time === mark.time ? mark.count + 1 : 1 };
}

function sumMicro(events: readonly AccountEvent[]): number {
  return events.reduce((sum, event) => {
    if (event.kind === "fill") return sum + toMicro(event.realizedPnlUsd) - toMicro(event.feeUsd);
    return sum + toMicro(event.amountUsd);
  }, 0);
}

async function stateOf({ exchange }: Venue, clientOrderId: string): Promise<string> {
  const found = await exchange.find(clientOrderId);
  return found.status === "found" ? found.state : found.status;
}
