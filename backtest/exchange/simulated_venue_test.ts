import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Venue, VenueOrder } from "../../engine/mod.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { COIN, drawnMarket, MINUTE, START } from "../testing/market.ts";
import { limit, market, trigger } from "../testing/venue_situation.ts";
import { DEFAULT_EXCHANGE } from "./options.ts";
import { SimulatedExchange } from "./simulated_exchange.ts";
import { fixedSlippage } from "./slippage/fixed_slippage.ts";
import { NO_SLIPPAGE } from "./slippage/no_slippage.ts";

const ALWAYS = { from: 0, until: Infinity };

/** One coin: 100 for an hour, then down through 95 to 94, and funding at the hour. */
function world(slippage = NO_SLIPPAGE): { clock: SimulatedClock; exchange: SimulatedExchange; venue: Venue } {
  const clock = new SimulatedClock(START + 1);
  const hour = Array.from({ length: 12 }, (_, index) => [index * 5, 100, 100, 100, 100, 30] as const);
  const candles = {
    "5m": [...hour, [60, 100, 100, 94, 94, 30], [65, 94, 94, 94, 94, 30], [75, 94, 94, 94, 94, 30]],
  } as const;
  const drawn = drawnMarket({ instrument: COIN, candles, funding: [[1, 0.0001]] });
  const marketData = new HistoricalMarketData(drawn, clock);
  const parts = { clock, marketData, instruments: [COIN] };
  const exchange = new SimulatedExchange(parts, { ...DEFAULT_EXCHANGE, slippage, depositUsd: 10_000 });
  return { clock, exchange, venue: exchange.venue };
}

/** An entry that rests at 95 with its exits, and a stop that waits for the position; then the market falls. */
async function lived(): Promise<ReturnType<typeof world>> {
  const one = world();
  const { clock, venue } = one;
  await venue.place([market("buy", 2, { clientOrderId: "0x01" })], "single");
  await venue.place([
    limit("buy", 1, 95, { clientOrderId: "0x02" }),
    trigger("target", "sell", { size: 1, price: 110, clientOrderId: "0x03" }),
    trigger("stop", "sell", { size: 1, price: 80, clientOrderId: "0x04" }),
  ], "entry-with-exits");
  await clock.sleepUntil(START + 66 * MINUTE);
  return one;
}

Deno.test("SimulatedVenue: an entry that waits shows its exits beside it, the newest first", async () => {
  const { venue } = world();
  const exits = [
    trigger("target", "sell", { size: 1, price: 110 }),
    trigger("stop", "sell", { size: 1, price: 80 }),
  ];
  await venue.place([limit("buy", 1, 95), ...exits], "entry-with-exits");
  const open = await venue.openOrders();
  deepStrictEqual(open.map(({ orderId, children }) => [orderId, children]), [[3, []], [2, []], [1, [2, 3]]]);
  ok(open.every(({ status }) => status === "open"));
});

Deno.test("SimulatedVenue: the history tells every order with its end; a status is asked by either number", async () => {
  const { venue } = await lived();
  const history = await venue.historicalOrders(10);
  deepStrictEqual(
    history.map((
      { orderId, status, filledSize, averagePrice },
    ) => [orderId, status, filledSize, averagePrice]),
    [[4, "open", 0, null], [3, "open", 0, null], [2, "filled", 1, 95], [1, "filled", 2, 100]],
  );
  strictEqual((await venue.historicalOrders(1)).length, 1);
  deepStrictEqual(await venue.orderStatus("0x02"), history[2]);
  deepStrictEqual(await venue.orderStatus(2), history[2]);
  strictEqual(history[2].statusTime, START + 65 * MINUTE);
  deepStrictEqual([await venue.orderStatus("0x99"), await venue.orderStatus(99)], [null, null]);
});

Deno.test("SimulatedVenue: fills tell their order, whether they took, and the position before", async () => {
  const { venue } = await lived();
  const fills = await venue.fills(ALWAYS);
  deepStrictEqual(
    fills.map((one) => [one.orderId, one.crossed, one.startPosition, one.tradeId, one.clientOrderId]),
    [[1, true, 0, 1, "0x01"], [2, false, 2, 2, "0x02"]],
  );
  deepStrictEqual(await venue.fills({ from: START + 2, until: START + 65 * MINUTE }), fills.slice(1));
  deepStrictEqual(await venue.fills({ from: 0, until: START + 65 * MINUTE - 1 }), fills.slice(0, 1));
  deepStrictEqual(await venue.fills({ from: START + 1, until: START + 1 }), fills.slice(0, 1));
});

Deno.test("SimulatedVenue: funding is told for the time it was paid in", async () => {
  const { venue } = await lived();
  const hour = START + 60 * MINUTE;
  const [payment] = await venue.fundingHistory(ALWAYS);
  deepStrictEqual([payment.time, payment.size, payment.amountUsd], [hour, 2, -0.02]);
  deepStrictEqual(await venue.fundingHistory({ from: hour, until: hour }), [payment]);
  deepStrictEqual(await venue.fundingHistory({ from: hour + 1, until: Infinity }), []);
  deepStrictEqual(await venue.fundingHistory({ from: 0, until: hour - 1 }), []);
});

Deno.test("SimulatedVenue: the book lies evenly around the price of the moment, and its best prices are those orders get", async () => {
  const { venue } = world(fixedSlippage(10));
  const { bids, asks } = await venue.book("COIN", 3);
  deepStrictEqual(bids.map(({ price }) => price), [99.9, 99.899, 99.898]);
  deepStrictEqual(asks.map(({ price }) => price), [100.1, 100.11, 100.12]);
  const answer = await venue.place([market("buy", 1)], "single");
  ok(answer.status === "taken" && answer.answers[0].status === "filled");
  strictEqual(answer.answers[0].averagePrice, asks[0].price);
});

Deno.test("SimulatedVenue: the book's levels hold about a hundredth of the last candle's volume, and stay while it is the last", async () => {
  const { clock, venue } = world();
  strictEqual((await venue.book("COIN", 1)).bids[0].size, 0.01);
  await clock.sleepUntil(START + 6 * MINUTE);
  const book = await venue.book("COIN", 20);
  const sizes = [...book.bids, ...book.asks].map(({ size }) => size);
  ok(sizes.every((size) => size >= 0.15 && size <= 0.45), String(sizes));
  ok(new Set(sizes).size > 10, "levels differ");
  deepStrictEqual((await venue.book("COIN", 1)).bids, book.bids.slice(0, 1));
  await clock.sleepUntil(START + 7 * MINUTE);
  const later = await venue.book("COIN", 20);
  deepStrictEqual([...later.bids, ...later.asks].map(({ size }) => size), sizes);
});

Deno.test("SimulatedVenue: in a gap of the data the book is empty, and so it is of an asset nobody knows", async () => {
  const { clock, venue } = world();
  await clock.sleepUntil(START + 72 * MINUTE);
  const empty = { time: START + 72 * MINUTE, bids: [], asks: [] };
  deepStrictEqual(await venue.book("COIN", 5), empty);
  deepStrictEqual(await venue.book("NOPE", 5), empty);
});

Deno.test("SimulatedVenue: both faces show one account, and what one does the other sees at once", async () => {
  const { exchange, venue } = await lived();
  const since = { time: 0, count: 0 };
  deepStrictEqual(await venue.account(), (await exchange.sync(since)).account);
  await venue.place([market("sell", 1)], "single");
  const { account } = await exchange.sync(since);
  deepStrictEqual(account.positions.map(({ size }) => size), [2]);
  deepStrictEqual(account, await venue.account());
  const [first] = await exchange.cancel("COIN", ["0x03"]);
  strictEqual(first.status, "accepted");
  strictEqual((await venue.orderStatus("0x03"))!.status, "canceled");
});

Deno.test("SimulatedVenue: ten scheduled cancels may strike in a day, the eleventh is refused until the next", async () => {
  const { clock, venue } = world();
  for (let strike = 1; strike <= 10; strike++) {
    deepStrictEqual(await venue.scheduleCancel(clock.now() + 5000), { status: "done" });
    await clock.sleepUntil(clock.now() + 5000);
  }
  const reason = "Too many scheduled cancels triggered for the day. Limit is 10";
  deepStrictEqual(await venue.scheduleCancel(clock.now() + 5000), { status: "refused", reason });
  await clock.sleepUntil(START + 24 * 60 * MINUTE);
  deepStrictEqual(await venue.scheduleCancel(clock.now() + 5000), { status: "done" });
});

Deno.test("SimulatedVenue: candles and prices are those of the market", async () => {
  const { venue } = world();
  const [{ mid }] = await venue.contexts(["COIN"]);
  strictEqual(mid, 100);
  strictEqual((await venue.candles("COIN", "5m", { last: 5 })).length, 0);
});

/** An order is told as it was sent, with what is left of it. */
Deno.test("SimulatedVenue: an order is told as it was sent", async () => {
  const { venue } = world();
  const sent: VenueOrder = limit("buy", 1, 95, { clientOrderId: "0x01", timeInForce: "alo" });
  await venue.place([sent], "single");
  const [told] = await venue.openOrders();
  for (const [name, value] of Object.entries(sent)) {
    deepStrictEqual(told[name as keyof VenueOrder], value, name);
  }
});
