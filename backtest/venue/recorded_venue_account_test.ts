import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { VenueAccount } from "../../engine/mod.ts";
import { type CandleRow, COIN, MINUTE, START } from "../testing/market.ts";
import { limit, market, trigger } from "../testing/venue_situation.ts";
import { openWorld, type RandomWorld } from "./testing/random_world.ts";

const HOUR = 60 * MINUTE;
const ALWAYS = { from: 0, until: Infinity };

/** Half an hour at 100, a fall to 90, a rise to 110, and three quiet hours; a tenth of a percent at one o'clock. */
const CANDLES: readonly CandleRow[] = [
  ...[0, 5, 10, 15, 20, 25].map((minute): CandleRow => [minute, 100, 100, 100, 100, 10]),
  [30, 100, 100, 90, 90, 10],
  [35, 90, 110, 90, 110, 10],
  ...Array.from({ length: 40 }, (_, index): CandleRow => [40 + index * 5, 110, 110, 110, 110, 10]),
];

function open(choice: object = {}): RandomWorld & { readonly account: VenueAccount } {
  const real = openWorld(
    [{ instrument: COIN, candles: { "5m": CANDLES }, funding: [[1, 0.001]] }],
    { slippage: "none", fees: "maker:0.0001,taker:0.001", ...choice },
    START + 1,
  );
  return { ...real, account: real.world.open("0x1") };
}

/** The order changes since the beginning, as `#1 open 0.5/1`. */
async function changes(account: VenueAccount): Promise<string[]> {
  const { orders } = await account.changesAfter({ orders: 0, fills: 0, funding: 0 });
  return orders.map(({ orderId, status, size, originalSize }) =>
    `#${orderId} ${status} ${size ?? "whole"}/${originalSize ?? "whole"}`
  );
}

Deno.test("RecordedVenueAccount: what takes at once is told as open, then as filled", async () => {
  const { account } = open();
  await account.place([market("buy", 1), limit("buy", 2, 110)], "single");
  deepStrictEqual(await changes(account), ["#1 open 1/1", "#1 filled 0/1", "#2 open 2/2", "#2 filled 0/2"]);
});

Deno.test("RecordedVenueAccount: what is refused is told once, what takes nothing at once is never open", async () => {
  const { account } = open();
  const orders = [
    limit("buy", 1, 99, { timeInForce: "ioc" }),
    limit("buy", 0.01, 99),
    limit("sell", 1, 99, { reduceOnly: true }),
  ];
  await account.place(orders, "single");
  deepStrictEqual(await changes(account), [
    "#1 ioc-cancel-rejected 1/1",
    "#2 min-trade-ntl-rejected 0.01/0.01",
    "#3 reduce-only-rejected 0/1",
  ]);
});

Deno.test("RecordedVenueAccount: a part that fills is told with what is left", async () => {
  const { account, clock } = open({ partialFills: 0.05 });
  await clock.sleepUntil(START + 6 * MINUTE);
  await account.place([limit("buy", 1, 100)], "single");
  deepStrictEqual(await changes(account), ["#1 open 1/1", "#1 open 0.5/1"]);
  await account.place([market("sell", 1)], "single");
  deepStrictEqual((await changes(account)).slice(2), [
    "#2 open 1/1",
    "#1 self-trade-canceled 0.5/1",
    "#2 open 0.5/1",
    "#2 canceled 0.5/1",
  ]);
});

Deno.test("RecordedVenueAccount: exits are told when they are placed, when they fire, and when their sibling has filled", async () => {
  const { account, clock } = open();
  const exits = [
    trigger("stop", "sell", { size: 1, price: 95 }),
    trigger("target", "sell", { size: 1, price: 120 }),
  ];
  await account.place([market("buy", 1), ...exits], "entry-with-exits");
  deepStrictEqual(await changes(account), ["#1 open 1/1", "#1 filled 0/1", "#2 open 1/1", "#3 open 1/1"]);
  await clock.sleepUntil(START + 40 * MINUTE);
  deepStrictEqual((await changes(account)).slice(4), [
    "#2 triggered 1/1",
    "#2 filled 0/1",
    "#3 sibling-filled-canceled 1/1",
  ]);
});

Deno.test("RecordedVenueAccount: exits whose entry rests are told as open at once, and not again when it fills", async () => {
  const { account, clock } = open();
  const exits = [trigger("stop", "sell", { size: 1, price: 80 })];
  await account.place([limit("buy", 1, 95), ...exits], "entry-with-exits");
  deepStrictEqual(await changes(account), ["#1 open 1/1", "#2 open 1/1"]);
  await clock.sleepUntil(START + 36 * MINUTE);
  deepStrictEqual((await changes(account)).slice(2), ["#1 filled 0/1"]);
  await account.cancel([{ asset: "COIN", order: 2 }]);
  deepStrictEqual((await changes(account)).slice(3), ["#2 canceled 1/1"]);
});

Deno.test("RecordedVenueAccount: a call stays at the moment it began, whatever the clock does meanwhile", async () => {
  const { account, clock } = open();
  const answer = account.place([market("buy", 1)], "single");
  const next = account.place([market("buy", 1)], "single");
  await Promise.resolve();
  await clock.sleepUntil(START + 37 * MINUTE + MINUTE / 2);
  await answer;
  await next;
  const fills = await account.fills(ALWAYS);
  deepStrictEqual(fills.map(({ time, price }) => [time, price]), [
    [START + 1, 100],
    [START + 37 * MINUTE + MINUTE / 2, 100],
  ]);
});

Deno.test("RecordedVenueAccount: two looks at once pay an hour's funding once", async () => {
  const { account, clock } = open();
  await account.place([market("buy", 1)], "single");
  await clock.sleepUntil(START + HOUR);
  await Promise.all([account.account(), account.fundingHistory(ALWAYS), account.account()]);
  deepStrictEqual((await account.fundingHistory(ALWAYS)).map(({ amountUsd }) => amountUsd), [-0.11]);
});

Deno.test("RecordedVenueAccount: a call that throws is its caller's, the next is answered", async () => {
  const { account } = open();
  const failing = account.leverage("NOPE").then(() => "answered", (fault: Error) => fault.message);
  const next = account.leverage("COIN");
  strictEqual(await failing, "the simulated venue has no NOPE");
  deepStrictEqual(await next, { leverage: 20, isCross: true });
  await account.updateLeverage("COIN", { leverage: 7, isCross: false });
  deepStrictEqual(await account.leverage("COIN"), { leverage: 7, isCross: false });
});

Deno.test("RecordedVenueAccount: fees are those in force, with what was taken and made on each day", async () => {
  const { account, clock } = open();
  await account.place([market("buy", 1), limit("buy", 1, 95)], "single");
  await clock.sleepUntil(START + 36 * MINUTE);
  deepStrictEqual(await account.fees(), {
    takerRate: 0.001,
    makerRate: 0.0001,
    days: [{ day: START, takenUsd: 100, madeUsd: 95 }],
  });
});

Deno.test("RecordedVenueAccount: equity is told at its start, after what changed the balance, and now", async () => {
  const { account, clock } = open();
  await clock.sleepUntil(START + MINUTE);
  await account.place([market("buy", 2)], "single");
  await clock.sleepUntil(START + 33 * MINUTE);
  await account.place([market("sell", 1)], "single");
  await clock.sleepUntil(START + 2 * HOUR);
  deepStrictEqual(
    await account.equityHistory(),
    [
      { time: START + 1, equityUsd: 10_000 },
      { time: START + MINUTE, equityUsd: 9_999.8 },
      // At 94: six lost on each of two coins, and a fee of a thousandth for one of them.
      { time: START + 33 * MINUTE, equityUsd: 9_999.8 - 12 - 0.094 },
      { time: START + HOUR, equityUsd: 9_999.8 - 6 - 0.094 + 10 - 0.11 },
      { time: START + 2 * HOUR, equityUsd: 9_999.8 - 6 - 0.094 + 10 - 0.11 },
    ].map(({ time, equityUsd }) => ({ time, equityUsd: Math.round(equityUsd * 1e6) / 1e6 })),
  );
});

Deno.test("RecordedVenueAccount: money moved is told by time", async () => {
  const { account } = open();
  const deposit = { kind: "transfer", time: START + 1, amountUsd: 10_000 };
  deepStrictEqual(await account.transfers({ from: START + 1, until: START + 1 }), [deposit]);
  deepStrictEqual(await account.transfers({ from: START + 2, until: Infinity }), []);
  deepStrictEqual(await account.transfers({ from: 0, until: START }), []);
});

Deno.test("RecordedVenueAccount: what was told stays as it was, whatever happens later", async () => {
  const { account, clock } = open();
  await account.place([
    market("buy", 1),
    limit("buy", 1, 95),
    trigger("stop", "sell", { size: 1, price: 80 }),
  ], "single");
  const look = () =>
    Promise.all([
      account.changesAfter({ orders: 0, fills: 0, funding: 0 }),
      account.account(),
      account.openOrders(),
      account.historicalOrders(9),
      account.fills(ALWAYS),
      account.fundingHistory(ALWAYS),
      account.transfers(ALWAYS),
      account.equityHistory(),
      account.fees(),
    ]);
  const told = await look();
  const kept = structuredClone(told);
  await clock.sleepUntil(START + 2 * HOUR);
  await account.place([market("sell", 1)], "single");
  strictEqual((await account.changesAfter(kept[0].mark)).funding.length, 1);
  deepStrictEqual(told, kept);
});
