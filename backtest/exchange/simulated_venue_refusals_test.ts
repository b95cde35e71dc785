import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  type Grouping,
  NO_EVENTS,
  type OrdersAnswer,
  type OrderStatus,
  type Venue,
  type VenueOrder,
} from "../../engine/mod.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { COIN, drawnMarket, START } from "../testing/market.ts";
import { limit, market, trigger } from "../testing/venue_situation.ts";
import { DEFAULT_EXCHANGE } from "./options.ts";
import { SimulatedExchange } from "./simulated_exchange.ts";

/** Sizes of two decimals; from 5,000 USD on at most ten times leverage. */
const TIERED = {
  ...COIN,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 20 }, { lowerBoundUsd: 5000, maxLeverage: 10 }],
};

interface World {
  readonly clock: SimulatedClock;
  readonly exchange: SimulatedExchange;
  readonly venue: Venue;
}

/** One coin at 100; the account holds one of it, with a resting order to buy at 90. */
async function world(): Promise<World> {
  const clock = new SimulatedClock(START + 1);
  const candles = { "5m": [[0, 100, 100, 100, 100], [5, 100, 100, 100, 100]] } as const;
  const marketData = new HistoricalMarketData(drawnMarket({ instrument: TIERED, candles }), clock);
  const parts = { clock, marketData, instruments: [TIERED] };
  const exchange = new SimulatedExchange(parts, { ...DEFAULT_EXCHANGE, depositUsd: 10_000 });
  await exchange.venue.place([market("buy", 1), limit("buy", 1, 90)], "single");
  return { clock, exchange, venue: exchange.venue };
}

/** What is sent, and what is said: to a single order, or to the whole action. */
interface Row {
  readonly what: string;
  readonly orders: readonly VenueOrder[];
  readonly grouping?: Grouping;
  readonly says: string;
}

const BAD_SIZE = "Order has invalid size.";
const BAD_PRICE = "Order has invalid price.";
const OFF_GRID = "Price must be divisible by tick size.";
const BAD_TRIGGER = "Invalid TP/SL price.";
const TOO_FAR = "Order price cannot be more than 95% away from the reference price";
const TOO_SMALL = "Order must have minimum value of $10.";
const WOULD_INCREASE = "Reduce only order would increase position.";
const OVER_TIER = "Order would cause position to exceed margin tier limit at current leverage";
const COUNT = "Unexpected number of trigger orders";
const stop = trigger("stop", "sell", { size: 1, price: 95 });

const ORDERS: readonly Row[] = [
  { what: "no size", orders: [limit("buy", 0, 95)], says: "Order has zero size." },
  { what: "a size below zero", orders: [limit("buy", -1, 95)], says: BAD_SIZE },
  { what: "a size off the grid", orders: [limit("buy", 1.001, 95)], says: BAD_SIZE },
  { what: "a size that is no number", orders: [limit("buy", NaN, 95)], says: BAD_SIZE },
  { what: "a size without end", orders: [limit("buy", Infinity, 95)], says: BAD_SIZE },
  {
    what: "the whole position as a limit order",
    orders: [{ ...limit("sell", 1, 95), size: null }],
    says: "Order has zero size.",
  },
  { what: "a price of zero", orders: [limit("buy", 1, 0)], says: BAD_PRICE },
  { what: "a price below zero", orders: [limit("buy", 1, -95)], says: BAD_PRICE },
  { what: "a price that is no number", orders: [limit("buy", 1, NaN)], says: BAD_PRICE },
  { what: "a price of six figures", orders: [limit("buy", 1, 95.0001)], says: OFF_GRID },
  { what: "a price with an exponent below the grid", orders: [limit("buy", 1, 1e-7)], says: OFF_GRID },
  { what: "a price with an exponent far above the market", orders: [limit("buy", 1, 1e9)], says: TOO_FAR },
  { what: "a price of almost nothing", orders: [limit("sell", 1, 4.9)], says: TOO_FAR },
  { what: "a price of almost twice the market", orders: [limit("buy", 1, 195.01)], says: TOO_FAR },
  {
    what: "a trigger off the grid",
    orders: [trigger("stop", "sell", { size: 1, price: 95.0001 })],
    says: BAD_TRIGGER,
  },
  {
    what: "a trigger of zero",
    orders: [trigger("stop", "sell", { size: 1, price: 0, worst: 1 })],
    says: BAD_TRIGGER,
  },
  {
    what: "a worst price to sell above the trigger",
    orders: [trigger("stop", "sell", { size: 1, price: 95, worst: 96 })],
    says: BAD_TRIGGER,
  },
  {
    what: "a worst price to buy below the trigger",
    orders: [trigger("target", "buy", { size: 1, price: 95, worst: 94 })],
    says: BAD_TRIGGER,
  },
  { what: "a value below 10 USD", orders: [limit("buy", 0.1, 95)], says: TOO_SMALL },
  {
    what: "a partial close below 10 USD",
    orders: [market("sell", 0.1, { worst: 95, reduceOnly: true })],
    says: TOO_SMALL,
  },
  {
    what: "the highest value of a market order is not above it",
    orders: [market("buy", 50_000, { worst: 100 })],
    says: OVER_TIER,
  },
  {
    what: "a value above the highest of a market order",
    orders: [market("buy", 50_000, { worst: 101 })],
    says: BAD_SIZE,
  },
  { what: "a value above the highest of a limit order", orders: [limit("buy", 600_000, 95)], says: BAD_SIZE },
  {
    what: "a size that would add and may only reduce",
    orders: [limit("buy", 1, 95, { reduceOnly: true })],
    says: WOULD_INCREASE,
  },
  {
    what: "a position larger than its leverage allows",
    orders: [limit("buy", 52, 95)],
    says: OVER_TIER,
  },
  {
    what: "an asset that is not listed",
    orders: [limit("buy", 1, 95, { asset: "NOPE" })],
    says: "unknown asset NOPE",
  },
];

/** What the refused order is called in the history, where it is not simply refused. */
const STATUSES: ReadonlyMap<string, OrderStatus> = new Map([
  [OFF_GRID, "tick-rejected"],
  [BAD_TRIGGER, "bad-trigger-px-rejected"],
  [TOO_FAR, "oracle-rejected"],
  [TOO_SMALL, "min-trade-ntl-rejected"],
  [WOULD_INCREASE, "reduce-only-rejected"],
  [OVER_TIER, "perp-max-position-rejected"],
  // It never became an order: the newest is the one that rests.
  ["unknown asset NOPE", "open"],
]);

const ACTIONS: readonly Row[] = [
  { what: "nothing", orders: [], says: "Orders are empty" },
  {
    what: "201 orders",
    orders: Array.from({ length: 201 }, () => limit("buy", 1, 95)),
    says: "Signed action over weight limit of 200.",
  },
  {
    what: "two orders of one client order id",
    orders: [limit("buy", 1, 95, { clientOrderId: "0x01" }), limit("buy", 1, 94, { clientOrderId: "0x01" })],
    says: "Two orders of one action have the same client order id.",
  },
  {
    what: "a trigger as an entry",
    orders: [stop, stop],
    grouping: "entry-with-exits",
    says: "Main order cannot be trigger order.",
  },
  {
    what: "an entry without exits",
    orders: [limit("buy", 1, 95)],
    grouping: "entry-with-exits",
    says: COUNT,
  },
  {
    what: "an entry with three exits",
    orders: [limit("buy", 1, 95), stop, stop, stop],
    grouping: "entry-with-exits",
    says: COUNT,
  },
  {
    what: "a limit order as an exit",
    orders: [limit("sell", 1, 105)],
    grouping: "position-exits",
    says: COUNT,
  },
  {
    what: "an exit that may add",
    orders: [limit("buy", 1, 95), { ...stop, reduceOnly: false }],
    grouping: "entry-with-exits",
    says: "Trigger order is not reduce only.",
  },
  {
    what: "an exit on the side of its entry",
    orders: [limit("sell", 1, 105), stop],
    grouping: "entry-with-exits",
    says: "Trigger order has unexpected side.",
  },
];

for (const { what, orders, grouping = "single", says } of ORDERS) {
  Deno.test(`SimulatedVenue refuses an order: ${what}`, async () => {
    await changesNothing(async (venue) => {
      const answer = await venue.place(orders, grouping);
      deepStrictEqual(answer, { status: "taken", answers: [{ status: "error", reason: says }] });
      const [newest] = await venue.historicalOrders(1);
      strictEqual(newest.status, STATUSES.get(says) ?? "rejected");
    });
  });
}

for (const { what, orders, grouping = "single", says } of ACTIONS) {
  Deno.test(`SimulatedVenue refuses an action: ${what}`, async () => {
    await changesNothing(async (venue) => {
      deepStrictEqual(await venue.place(orders, grouping), { status: "refused", reason: says });
    });
  });
}

Deno.test("SimulatedVenue refuses every action that has expired, and takes it at its last moment", async () => {
  const expired = { status: "refused", reason: "Action already expired" } as const;
  const late = { expiresAfter: START };
  await changesNothing(async (venue) => {
    deepStrictEqual(await venue.place([limit("buy", 1, 95)], "single", late), expired);
    deepStrictEqual(await venue.modify(2, limit("buy", 1, 95), late), expired);
    deepStrictEqual(await venue.cancel([{ asset: "COIN", order: 2 }], late), expired);
    deepStrictEqual(await venue.scheduleCancel(null, late), expired);
    deepStrictEqual(await venue.updateLeverage("COIN", { leverage: 3, isCross: true }, late), expired);
    deepStrictEqual(await venue.updateIsolatedMargin("COIN", 1, late), expired);
  });
  const { venue } = await world();
  const { status } = await venue.place([limit("buy", 1, 95)], "single", { expiresAfter: START + 1 });
  strictEqual(status, "taken");
});

Deno.test("SimulatedVenue refuses 201 cancels in one action", async () => {
  await changesNothing(async (venue) => {
    const cancels = Array.from({ length: 201 }, () => ({ asset: "COIN", order: 2 }));
    const reason = "Signed action over weight limit of 200.";
    deepStrictEqual(await venue.cancel(cancels), { status: "refused", reason });
  });
});

Deno.test("SimulatedVenue: a batch is mixed: what is refused leaves the others be", async () => {
  const { venue } = await world();
  const batch = [limit("buy", 1, 95), limit("buy", 0, 95), limit("buy", 1, 94)];
  const answer: OrdersAnswer = await venue.place(batch, "single");
  strictEqual(answer.status, "taken");
  deepStrictEqual(answer.status === "taken" && answer.answers.map(({ status }) => status), [
    "resting",
    "error",
    "resting",
  ]);
});

Deno.test("SimulatedVenue: triggers and reduce-only orders are refused among a thousand open ones, others are not", async () => {
  const { venue } = await world();
  for (let batch = 0; batch < 5; batch++) {
    await venue.place(Array.from({ length: 200 }, () => limit("buy", 0.2, 80)), "single");
  }
  const answer = await venue.place(
    [stop, limit("sell", 1, 105, { reduceOnly: true }), limit("buy", 1, 80)],
    "single",
  );
  const said = answer.status === "taken" &&
    answer.answers.map((one) => one.status === "error" ? one.reason : one.status);
  deepStrictEqual(said, ["Too many open orders", "Too many open orders", "resting"]);
});

/** Lets something be refused, and holds the account and its open orders against what they were. */
async function changesNothing(refused: (venue: Venue) => Promise<void>): Promise<void> {
  const { exchange, venue } = await world();
  const before = [await exchange.sync(NO_EVENTS), await venue.openOrders()];
  await refused(venue);
  deepStrictEqual([await exchange.sync(NO_EVENTS), await venue.openOrders()], before);
}
