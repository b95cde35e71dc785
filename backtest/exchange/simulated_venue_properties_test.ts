import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type ExchangeState,
  type Grouping,
  type Instrument,
  NO_EVENTS,
  opposite,
  type OrderRecord,
  powerOfTen,
  priceStep,
  priceToUnits,
  roundPrice,
  type Side,
  sizeToUnits,
  toMicro,
  type TriggerKind,
  unitsToPrice,
  type VenueFill,
  type VenueOrder,
} from "../../engine/mod.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { START } from "../testing/market.ts";
import { type AssetPlan, END, marketPlans, marketUpTo } from "../testing/random_market.ts";
import { NO_FEES } from "./fees/fixed_fees.ts";
import { tieredFees } from "./fees/tiered_fees.ts";
import type { ExchangeOptions } from "./options.ts";
import { SimulatedExchange } from "./simulated_exchange.ts";
import { fixedSlippage } from "./slippage/fixed_slippage.ts";
import { IMPACT_SLIPPAGE } from "./slippage/impact_slippage.ts";
import { NO_SLIPPAGE } from "./slippage/no_slippage.ts";

const ALWAYS = { from: 0, until: Infinity };
const CANDLE_MS = 300_000;

/** An account on a random market, and what was last seen of it. */
interface Real {
  readonly clock: SimulatedClock;
  readonly market: RecordedMarket;
  readonly marketData: HistoricalMarketData;
  readonly exchange: SimulatedExchange;
  readonly options: ExchangeOptions;
  last: ExchangeState | null;
}

/** One order as it is drawn: its prices lie around the market's. */
interface DrawnOrder {
  readonly side: Side;
  /** Of what the account is worth at the price. */
  readonly share: number;
  /** From the price, as a fraction. */
  readonly away: number;
  readonly type: "gtc" | "ioc" | "alo" | TriggerKind;
  readonly isMarket: boolean;
  readonly reduceOnly: boolean;
  readonly whole: boolean;
}

type Deed =
  | { readonly do: "wait"; readonly ms: number }
  | {
    readonly do: "place";
    readonly asset: number;
    readonly orders: readonly DrawnOrder[];
    readonly grouping: Grouping;
  }
  | { readonly do: "modify"; readonly asset: number; readonly order: number; readonly to: DrawnOrder }
  | { readonly do: "cancel"; readonly asset: number; readonly orders: readonly number[] }
  | { readonly do: "schedule"; readonly ms: number | null }
  | { readonly do: "leverage"; readonly asset: number; readonly leverage: number; readonly isCross: boolean }
  | { readonly do: "margin"; readonly asset: number; readonly share: number };

const drawnOrder: fc.Arbitrary<DrawnOrder> = fc.record({
  side: fc.constantFrom<Side>("buy", "sell"),
  share: fc.oneof(fc.double({ min: 0.01, max: 12, noNaN: true }), fc.constantFrom(2.8, 18, 36)),
  away: fc.oneof(fc.double({ min: -0.03, max: 0.03, noNaN: true }), fc.constantFrom(-0.0001, 0, 0.0001)),
  type: fc.constantFrom("gtc" as const, "ioc" as const, "alo" as const, "stop" as const, "target" as const),
  isMarket: fc.boolean(),
  reduceOnly: fc.boolean(),
  whole: fc.boolean(),
});

const asset = fc.nat(2);
const recent = fc.nat(12);
const deeds: fc.Arbitrary<Deed>[] = [
  fc.record({
    do: fc.constant("wait" as const),
    ms: fc.oneof(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 60_000, max: 3_600_000 })),
  }),
  fc.record({
    do: fc.constant("place" as const),
    asset,
    orders: fc.array(drawnOrder, { minLength: 1, maxLength: 3 }),
    grouping: fc.constantFrom(
      "single" as const,
      "single" as const,
      "entry-with-exits" as const,
      "position-exits" as const,
    ),
  }),
  fc.record({ do: fc.constant("modify" as const), asset, order: recent, to: drawnOrder }),
  fc.record({ do: fc.constant("cancel" as const), asset, orders: fc.array(recent, { maxLength: 3 }) }),
  fc.record({
    do: fc.constant("schedule" as const),
    ms: fc.option(fc.integer({ min: 0, max: 900_000 }), { nil: null }),
  }),
  fc.record({
    do: fc.constant("leverage" as const),
    asset,
    leverage: fc.oneof(fc.integer({ min: 0, max: 41 }), fc.constantFrom(3, 20, 40)),
    isCross: fc.boolean(),
  }),
  fc.record({
    do: fc.constant("margin" as const),
    asset,
    share: fc.double({ min: -0.2, max: 0.5, noNaN: true }),
  }),
];

const options: fc.Arbitrary<ExchangeOptions> = fc.record({
  depositUsd: fc.constantFrom(100, 10_000, 1_000_000),
  fees: fc.constantFrom(NO_FEES, tieredFees(0)),
  slippage: fc.constantFrom(NO_SLIPPAGE, fixedSlippage(2), fixedSlippage(50), IMPACT_SLIPPAGE),
  path: fc.constantFrom("pessimistic" as const, "ohlc" as const),
  partialFills: fc.constantFrom(null, null, 0.5),
  restingFill: fc.constantFrom("through" as const, "touch" as const),
});

/** A deed done to the venue, with everything that must hold looked at before and after. */
class DeedCommand implements fc.AsyncCommand<object, Real> {
  readonly #deed: Deed;

  constructor(deed: Deed) {
    this.#deed = deed;
  }

  check(): boolean {
    return true;
  }

  async run(_model: object, real: Real): Promise<void> {
    if (this.#deed.do === "wait") {
      await real.clock.sleepUntil(Math.min(END, real.clock.now() + this.#deed.ms));
    }
    // What the market did since is seen before the deed, so that a jump is the deed's or the market's.
    await checkAll(real);
    await act(this.#deed, real);
    await checkAll(real);
  }

  toString(): string {
    return JSON.stringify(this.#deed);
  }
}

Deno.test("SimulatedVenue: whatever is sent on whatever market, the books hold and no order does what it may not", async () => {
  const commands = fc.commands(deeds.map((deed) => deed.map((one) => new DeedCommand(one))), {
    maxCommands: 80,
    size: "max",
  });
  await fc.assert(
    fc.asyncProperty(marketPlans, options, commands, async (plans, chosen, flow) => {
      const real = open(plans, chosen);
      await fc.asyncModelRun(() => ({ model: {}, real }), flow);
      await real.clock.sleepUntil(END);
      await checkAll(real);
      await checkFills(real);
    }),
    { numRuns: 250, seed: 1 },
  );
});

Deno.test("SimulatedVenue: looking more often changes nothing, whatever is sent", async () => {
  const flows = fc.array(fc.oneof(...deeds), { maxLength: 60, size: "max" });
  await fc.assert(
    fc.asyncProperty(marketPlans, options, flows, async (plans, chosen, flow) => {
      const seldom = await liveThrough(open(plans, chosen), flow, never);
      deepStrictEqual(await liveThrough(open(plans, chosen), flow, every(90_000)), seldom);
    }),
    { numRuns: 150, seed: 1 },
  );
});

Deno.test("SimulatedVenue: a venue that looks at every close is the one that looks when it is asked", async () => {
  const flows = fc.array(fc.oneof(...deeds), { maxLength: 60, size: "max" });
  await fc.assert(
    fc.asyncProperty(marketPlans, options, flows, async (plans, chosen, flow) => {
      const seldom = await liveThrough(open(plans, chosen), flow, never);
      deepStrictEqual(await liveThrough(open(plans, chosen), flow, atCloses), seldom);
    }),
    { numRuns: 150, seed: 2 },
  );
});

Deno.test("SimulatedVenue: found: a margin that is met to the last unit is not gone, however often it is looked at", async () => {
  const plan: AssetPlan = {
    ...{ seed: -1068698211, szDecimals: 1, magnitude: -4, maxLeverage: 3, tiered: false, volatility: 0.03 },
    ...{ holes: "many", maxRate: 0, isMarked: false },
  };
  const order: DrawnOrder = {
    ...{
      side: "sell",
      share: 0.01,
      away: -0.0001,
      type: "alo",
      isMarket: false,
      reduceOnly: false,
      whole: false,
    },
  };
  const flow: readonly Deed[] = [
    { do: "wait", ms: 1_800_001 },
    { do: "place", asset: 0, grouping: "single", orders: [order] },
    { do: "leverage", asset: 0, leverage: 3, isCross: false },
  ];
  const chosen = {
    ...{ depositUsd: 1_000_000, fees: NO_FEES, slippage: NO_SLIPPAGE, path: "pessimistic" as const },
    ...{ partialFills: null, restingFill: "through" as const },
  };
  const seldom = await liveThrough(open([plan], chosen), flow, never);
  deepStrictEqual(await liveThrough(open([plan], chosen), flow, every(90_000)), seldom);
});

/** When to look next, ms. */
type Looks = (now: number) => number;

const never: Looks = () => Infinity;
const every = (ms: number): Looks => (now) => now + ms;
/** At the grid that all candles of these markets close on. */
const atCloses: Looks = (now) => (Math.floor(now / CANDLE_MS) + 1) * CANDLE_MS;

/** Does a flow with all there is to look at in between, and tells all that came of it. */
async function liveThrough(real: Real, flow: readonly Deed[], nextLook: Looks): Promise<unknown> {
  const { clock, exchange } = real;
  const waitUntil = async (time: number): Promise<void> => {
    for (let next = nextLook(clock.now()); next < time; next = nextLook(clock.now())) {
      await clock.sleepUntil(next);
      await lookAtAll(real);
    }
    await clock.sleepUntil(time);
  };
  // The deposit comes in with the first look.
  await exchange.sync(NO_EVENTS);
  for (const deed of flow) {
    if (deed.do === "wait") await waitUntil(Math.min(END, clock.now() + deed.ms));
    else await act(deed, real);
  }
  await waitUntil(END);
  return await lookAtAll(real);
}

/** Everything that an account shows. */
async function lookAtAll({ exchange, market }: Real): Promise<unknown> {
  const { venue } = exchange;
  const books = [];
  for (const asset of market.assets.keys()) books.push(await venue.book(asset, 2));
  return [
    books,
    await exchange.sync(NO_EVENTS),
    await venue.marginState(),
    await venue.historicalOrders(Infinity),
    await venue.fills(ALWAYS),
    await venue.fundingHistory(ALWAYS),
  ];
}

Deno.test("SimulatedVenue: the random flows reach every kind of answer and end", async () => {
  const reached = new Set<string>();
  const flows = fc.array(fc.oneof(...deeds), { minLength: 60, maxLength: 80, size: "max" });
  await fc.assert(
    fc.asyncProperty(marketPlans, options, flows, async (plans, chosen, flow) => {
      const real = open(plans, chosen);
      for (const deed of flow) {
        if (deed.do === "wait") await real.clock.sleepUntil(Math.min(END, real.clock.now() + deed.ms));
        await act(deed, real);
      }
      for (const { status } of await real.exchange.venue.historicalOrders(Infinity)) reached.add(status);
    }),
    { numRuns: 150, seed: 3 },
  );
  const missing = ENDS.filter((status) => !reached.has(status));
  strictEqual(missing.join(", "), "", "no random flow came to these");
});

const ENDS: readonly OrderRecord["status"][] = [
  "open",
  "filled",
  "canceled",
  "triggered",
  "margin-canceled",
  "self-trade-canceled",
  "reduce-only-canceled",
  "sibling-filled-canceled",
  "liquidated-canceled",
  "scheduled-cancel",
  "rejected",
  "min-trade-ntl-rejected",
  "perp-margin-rejected",
  "reduce-only-rejected",
  "bad-alo-px-rejected",
  "ioc-cancel-rejected",
  "bad-trigger-px-rejected",
  "perp-max-position-rejected",
];

function open(plans: readonly AssetPlan[], chosen: ExchangeOptions): Real {
  const market = marketUpTo(plans, END);
  const clock = new SimulatedClock(START);
  const marketData = new HistoricalMarketData(market, clock);
  const instruments = [...market.assets.values()].map(({ recorded }) => recorded.instrument);
  const exchange = new SimulatedExchange({ clock, marketData, instruments }, chosen);
  return { clock, market, marketData, exchange, options: chosen, last: null };
}

async function act(deed: Deed, real: Real): Promise<void> {
  const { venue } = real.exchange;
  if (deed.do === "wait") return;
  if (deed.do === "schedule") {
    await venue.scheduleCancel(deed.ms === null ? null : real.clock.now() + deed.ms);
    return;
  }
  const symbols = [...real.market.assets.keys()];
  const symbol = symbols[deed.asset % symbols.length];
  const newest = (await venue.historicalOrders(1))[0]?.orderId ?? 0;
  if (deed.do === "leverage") await venue.updateLeverage(symbol, deed);
  else if (deed.do === "margin") {
    await venue.updateIsolatedMargin(symbol, Math.round(real.options.depositUsd * deed.share * 1e6));
  } else if (deed.do === "cancel") {
    await venue.cancel(deed.orders.map((back) => ({ asset: symbol, order: newest - back })));
  } else if (deed.do === "modify") {
    const [to] = await ordersOf({ orders: [deed.to], grouping: "single" }, symbol, real);
    if (to !== undefined) await venue.modify(newest - deed.order, to);
  } else {
    const orders = await ordersOf(deed, symbol, real);
    if (orders.length > 0) await venue.place(orders, deed.grouping);
  }
}

async function ordersOf(
  { orders, grouping }: Pick<Extract<Deed, { do: "place" }>, "orders" | "grouping">,
  symbol: string,
  real: Real,
): Promise<VenueOrder[]> {
  const [{ mark }] = await real.marketData.contexts([symbol]);
  if (mark === null || mark === 0) return [];
  const { equityUsd, positions } = await real.exchange.venue.account();
  const instrument = instrumentOf(real, symbol);
  const around = { mark, equityUsd };
  if (grouping === "single") return orders.map((one) => orderOf(one, around, instrument));
  const position = positions.find((one) => one.asset === symbol);
  const [first, ...rest] = orders;
  if (grouping === "position-exits") {
    const side = position?.side === "short" ? "buy" : "sell";
    return orders.map((one, index) => orderOf(asExit(one, side, index), around, instrument));
  }
  const entry = orderOf(
    { ...first, type: first.isMarket ? "ioc" : "gtc", reduceOnly: false },
    around,
    instrument,
  );
  const exits = rest.map((one, index) =>
    orderOf(asExit(one, opposite(entry.side), index), around, instrument)
  );
  return [entry, ...exits.map((exit) => ({ ...exit, size: entry.size }))];
}

/** A drawn order as an exit of this side: first a stop, then a target, each on its side of the price. */
function asExit(drawn: DrawnOrder, side: Side, index: number): DrawnOrder {
  const type = index === 0 ? "stop" : "target";
  const away = Math.abs(drawn.away) * ((type === "stop") === (side === "sell") ? -1 : 1);
  return { ...drawn, side, type, away, reduceOnly: true };
}

function orderOf(
  drawn: DrawnOrder,
  { mark, equityUsd }: { readonly mark: number; readonly equityUsd: number },
  instrument: Instrument,
): VenueOrder {
  const { side, type, isMarket, reduceOnly } = drawn;
  const price = roundPrice(mark * (1 + drawn.away), instrument, "nearest");
  const scale = powerOfTen(instrument.szDecimals);
  const size = Math.floor(Math.max(0, equityUsd) * drawn.share / mark * scale) / scale;
  const isTrigger = type === "stop" || type === "target";
  // Now and then on the near side of its trigger, where it must not be.
  const isRight = reduceOnly || !drawn.whole;
  const worst = roundPrice(price * ((side === "buy") === isRight ? 1.1 : 0.9), instrument, "nearest");
  return {
    asset: instrument.symbol,
    side,
    size: isTrigger && drawn.whole && reduceOnly ? null : size,
    limitPrice: isTrigger && isMarket ? worst : price,
    reduceOnly,
    timeInForce: isTrigger ? "gtc" : type,
    trigger: isTrigger ? { kind: type, price, isMarket } : null,
    clientOrderId: null,
  };
}

/** The books, the open orders, and that equity moved by nothing but marks and events since the last look. */
async function checkAll(real: Real): Promise<void> {
  const state = await real.exchange.sync(NO_EVENTS);
  checkBalance(state);
  if (real.last !== null) checkJump(real.last, state, real);
  real.last = state;
  const orders = await real.exchange.venue.historicalOrders(Infinity);
  for (const order of orders) checkOrder(order);
  checkReduceOnly(state, orders, real);
}

function checkBalance({ account, events }: ExchangeState): void {
  let balance = 0;
  for (const event of events) {
    balance += event.kind === "fill"
      ? toMicro(event.realizedPnlUsd) - toMicro(event.feeUsd)
      : toMicro(event.amountUsd);
  }
  strictEqual(toMicro(account.balanceUsd), balance, "the balance is not the sum of the events");
  const unrealised = account.positions.reduce((sum, one) => sum + toMicro(one.unrealizedPnlUsd), 0);
  strictEqual(toMicro(account.equityUsd), balance + unrealised, "equity is not balance and unrealised PnL");
}

/** Equity after = equity before + size × mark's move of what was held + what the events brought, to the last unit. */
function checkJump(before: ExchangeState, after: ExchangeState, real: Real): void {
  const fresh = after.events.slice(before.events.length);
  const units = new Map<string, number>();
  const marks = new Map<string, number>();
  let expected = toMicro(before.account.equityUsd);
  for (const { asset: held, side, size, mark } of before.account.positions) {
    const instrument = instrumentOf(real, held);
    units.set(held, (side === "long" ? 1 : -1) * sizeToUnits(size, instrument));
    marks.set(held, priceToUnits(mark, instrument));
  }
  for (const event of fresh) {
    if (event.kind !== "fill") {
      expected += toMicro(event.amountUsd);
      continue;
    }
    const instrument = instrumentOf(real, event.asset);
    const price = priceToUnits(event.price, instrument);
    const held = units.get(event.asset) ?? 0;
    expected += held * (price - (marks.get(event.asset) ?? price)) - toMicro(event.feeUsd);
    units.set(event.asset, held + (event.side === "buy" ? 1 : -1) * sizeToUnits(event.size, instrument));
    marks.set(event.asset, price);
  }
  for (const { asset: held, mark } of after.account.positions) {
    const moved = priceToUnits(mark, instrumentOf(real, held)) - (marks.get(held) ?? 0);
    expected += (units.get(held) ?? 0) * moved;
  }
  strictEqual(toMicro(after.account.equityUsd), expected, "equity jumped without an event");
}

function checkOrder({ status, size, originalSize, filledSize, trigger, orderId }: OrderRecord): void {
  const what = `order ${orderId}, ${status}`;
  if (status === "filled") strictEqual(size, 0, what);
  if (status === "open" && trigger === null) ok(size! > 0, `${what}, with nothing left`);
  if (status.endsWith("rejected") && status !== "ioc-cancel-rejected") strictEqual(filledSize, 0, what);
  if (originalSize !== null) ok(filledSize <= originalSize, `${what} filled more than was asked`);
}

function checkReduceOnly({ account }: ExchangeState, orders: readonly OrderRecord[], real: Real): void {
  for (const symbol of real.market.assets.keys()) {
    const instrument = instrumentOf(real, symbol);
    const position = account.positions.find((one) => one.asset === symbol);
    const resting = orders.filter((order) => order.asset === symbol && order.reduceOnly && isResting(order));
    const sum = resting.reduce((all, { size }) => all + sizeToUnits(size!, instrument), 0);
    ok(sum <= sizeToUnits(position?.size ?? 0, instrument), "reduce-only orders reach beyond the position");
    const closing = position?.side === "short" ? "buy" : "sell";
    ok(resting.every(({ side }) => side === closing), "a reduce-only order would add");
  }
}

/** On the book: a limit order, or a trigger that has fired; exits that wait for their entry are not. */
function isResting({ status, trigger, hasFired }: OrderRecord): boolean {
  return (status === "open" || status === "triggered") && (trigger === null || hasFired);
}

/**
 * Every fill lies in its candle, widened by slippage and one tick, and adds up to its order's. A resting order may have
 * stood inside that width, where no taker reached it.
 */
async function checkFills(real: Real): Promise<void> {
  const filled = new Map<number, number>();
  for (const fill of await real.exchange.venue.fills(ALWAYS)) {
    if (!fill.liquidation) checkPrice(fill, real);
    if (fill.orderId === null) continue;
    const units = sizeToUnits(fill.size, instrumentOf(real, fill.asset));
    filled.set(fill.orderId, (filled.get(fill.orderId) ?? 0) + units);
  }
  for (const order of await real.exchange.venue.historicalOrders(Infinity)) {
    const units = sizeToUnits(order.filledSize, instrumentOf(real, order.asset));
    strictEqual(filled.get(order.orderId) ?? 0, units, `the fills of order ${order.orderId}`);
  }
}

function checkPrice(fill: VenueFill, real: Real): void {
  const instrument = instrumentOf(real, fill.asset);
  const { settled } = real.market.assets.get(fill.asset)!;
  const { columns } = settled;
  const index = settled.closedAt(fill.time - 1);
  ok(
    index < settled.count && columns.time[index] < fill.time,
    `a fill where no candle is: ${JSON.stringify(fill)}`,
  );
  const slip = slipOf(real);
  const units = priceToUnits(fill.price, instrument);
  const tick = unitsToPrice(priceStep(units, instrument), instrument);
  const low = roundPrice(columns.low[index], instrument, "nearest") * (1 - slip) - tick;
  const high = roundPrice(columns.high[index], instrument, "nearest") * (1 + slip) + tick;
  ok(fill.price >= low && fill.price <= high, `${fill.price} is not within ${low} to ${high}`);
}

/** The most a taker can have slipped, as a fraction; the impact model knows no most. */
function slipOf({ options: { slippage } }: Real): number {
  if (slippage === NO_SLIPPAGE) return 0;
  return slippage === IMPACT_SLIPPAGE ? 1 : Number(slippage.name.slice("bps:".length)) / 10_000;
}

function instrumentOf({ market }: Real, symbol: string): Instrument {
  return market.assets.get(symbol)!.recorded.instrument;
}
