import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type AccountState,
  type OrderRecord,
  type TimeRange,
  toMicro,
  type Venue,
  type VenueAccount,
} from "../../engine/mod.ts";
import { SimulatedExchange } from "../exchange/simulated_exchange.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { DEFAULT_SIMULATION, exchangeOptions } from "../simulation_choice.ts";
import { START } from "../testing/market.ts";
import { chance, END, marketPlans } from "../testing/random_market.ts";
import {
  actOn,
  drawTraded,
  openWorld,
  type RandomWorld,
  type VenueDeed,
  venueFlows,
} from "./testing/random_world.ts";

const ACCOUNTS = 5;
const ALWAYS: TimeRange = { from: 0, until: Infinity };
const choices = fc.constantFrom(
  {},
  { slippage: "impact", partialFills: 0.2 },
  { path: "ohlc" as const, fees: "maker:-0.0001,taker:0.001" },
);

const lives = fc.record({
  plans: marketPlans,
  flow: venueFlows(ACCOUNTS),
  choice: choices,
  seed: fc.integer(),
});

/** All that an account tells of what became of it. */
async function told(venue: Venue): Promise<unknown> {
  return {
    account: await venue.account(),
    margin: await venue.marginState(),
    orders: await venue.historicalOrders(Infinity),
    fills: await venue.fills(ALWAYS),
    funding: await venue.fundingHistory(ALWAYS),
  };
}

/** Lives through a flow with all accounts at once, each call started before those of the others are answered. */
async function liveTogether(real: RandomWorld, flow: readonly VenueDeed[], seed: number): Promise<void> {
  const { clock, world, instruments } = real;
  const random = chance(seed);
  const accounts = Array.from({ length: ACCOUNTS }, (_, who) => world.open(`0x${who}`));
  let at = 0;
  while (at < flow.length) {
    await clock.sleepUntil(flow[at].time);
    const contexts = world.market.contexts(instruments.map(({ symbol }) => symbol));
    const due: Promise<unknown>[] = [];
    for (const time = flow[at].time; at < flow.length && flow[at].time === time; at++) {
      const deed = flow[at];
      due.push(actOn(accounts[deed.who], deed, { instruments, contexts }));
    }
    for (const account of [...accounts].sort(() => random() - 0.5)) {
      due.push(account.account(), account.openOrders());
    }
    await Promise.all(due);
  }
  await clock.sleepUntil(END);
  await Promise.all(accounts.flatMap((account) => [account.account(), account.marginState()]));
}

/** Lives through the deeds of one account in a backtest's exchange. */
async function liveAlone(real: RandomWorld, flow: readonly VenueDeed[], choice: object): Promise<unknown> {
  const { market, instruments } = real;
  const clock = new SimulatedClock(START);
  const marketData = new HistoricalMarketData(market, clock);
  const options = exchangeOptions({ ...DEFAULT_SIMULATION, ...choice }, 10_000);
  const { venue } = new SimulatedExchange({ clock, marketData, instruments }, options);
  await venue.account();
  for (const deed of flow) {
    await clock.sleepUntil(deed.time);
    const contexts = await venue.contexts(instruments.map(({ symbol }) => symbol));
    await actOn(venue, deed, { instruments, contexts });
  }
  await clock.sleepUntil(END);
  return await told(venue);
}

Deno.test("RecordedVenueWorld: accounts that act at once each fare as alone in a backtest", async () => {
  let filled = 0;
  await fc.assert(
    fc.asyncProperty(lives, async ({ plans, flow, choice, seed }) => {
      const real = openWorld(drawTraded(plans), choice);
      await liveTogether(real, flow, seed);
      for (const [who, account] of [...real.world.accounts.values()].entries()) {
        const own = flow.filter((deed) => deed.who === who);
        deepStrictEqual(await told(account), await liveAlone(real, own, choice));
        filled += (await account.fills(ALWAYS)).length;
      }
    }),
    { numRuns: 60, seed: 1 },
  );
  ok(filled > 500, `only ${filled} fills`);
});

Deno.test("RecordedVenueWorld: what an account tells adds up: balance, equity, orders, fills and their changes", async () => {
  await fc.assert(
    fc.asyncProperty(lives, async ({ plans, flow, choice, seed }) => {
      const real = openWorld(drawTraded(plans), choice);
      await liveTogether(real, flow, seed);
      for (const account of real.world.accounts.values()) {
        const state = await account.account();
        await checkBalance(account, state);
        await checkChanges(account);
        await checkEquity(account, state);
        await checkFees(account);
      }
    }),
    { numRuns: 60, seed: 2 },
  );
});

async function checkBalance(account: VenueAccount, state: AccountState): Promise<void> {
  const [fills, funding, transfers] = [
    await account.fills(ALWAYS),
    await account.fundingHistory(ALWAYS),
    await account.transfers(ALWAYS),
  ];
  let balance = 0;
  for (const { realizedPnlUsd, feeUsd } of fills) balance += toMicro(realizedPnlUsd) - toMicro(feeUsd);
  for (const { amountUsd } of [...funding, ...transfers]) balance += toMicro(amountUsd);
  strictEqual(toMicro(state.balanceUsd), balance);
  const unrealised = state.positions.reduce((sum, one) => sum + toMicro(one.unrealizedPnlUsd), 0);
  strictEqual(toMicro(state.equityUsd), balance + unrealised);
}

/** The changes since the beginning, however they are cut, are all there was, and lead to what the orders are. */
async function checkChanges(account: VenueAccount): Promise<void> {
  const { mark, orders, fills, funding } = await account.changesAfter({ orders: 0, fills: 0, funding: 0 });
  deepStrictEqual(fills, await account.fills(ALWAYS));
  deepStrictEqual(funding, await account.fundingHistory(ALWAYS));
  deepStrictEqual(await account.changesAfter(null), { mark, orders: [], fills: [], funding: [] });
  const half = {
    orders: Math.floor(mark.orders / 2),
    fills: Math.floor(mark.fills / 2),
    funding: Math.floor(mark.funding / 2),
  };
  const rest = await account.changesAfter(half);
  deepStrictEqual(rest.orders, orders.slice(half.orders));
  deepStrictEqual(rest.fills, fills.slice(half.fills));
  deepStrictEqual(rest.funding, funding.slice(half.funding));
  const last = new Map<number, OrderRecord>();
  for (const change of orders) {
    const before = last.get(change.orderId);
    if (before !== undefined) checkChange(before, change);
    last.set(change.orderId, change);
  }
  const known = await account.historicalOrders(Infinity);
  // What has shrunk or lost its children since is no other status.
  const shown = ({ orderId, status, statusTime, filledSize }: OrderRecord) => ({
    orderId,
    status,
    statusTime,
    filledSize,
  });
  deepStrictEqual([...last.values()].map(shown).sort((a, b) => b.orderId - a.orderId), known.map(shown));
}

/** An order never comes back from its end, nothing of it is unfilled again, and each entry tells something new. */
function checkChange(before: OrderRecord, after: OrderRecord): void {
  const what = `order ${after.orderId}: ${before.status}, then ${after.status}`;
  ok(before.status === "open" || before.status === "triggered", what);
  ok(after.filledSize >= before.filledSize && after.statusTime >= before.statusTime, what);
  ok(after.status !== before.status || after.filledSize > before.filledSize, what);
}

async function checkEquity(account: VenueAccount, state: AccountState): Promise<void> {
  const points = await account.equityHistory();
  deepStrictEqual(points[0], { time: START, equityUsd: 10_000 });
  deepStrictEqual(points[points.length - 1], { time: END, equityUsd: state.equityUsd });
  ok(points.every(({ time }, index) => index === 0 || time > points[index - 1].time), "times rise");
}

async function checkFees(account: VenueAccount): Promise<void> {
  const { days } = await account.fees();
  let sum = 0;
  for (const { size, price } of await account.fills(ALWAYS)) sum += Math.round(size * price * 1e6);
  strictEqual(
    days.reduce((all, { takenUsd, madeUsd }) => all + toMicro(takenUsd) + toMicro(madeUsd), 0),
    sum,
  );
}
