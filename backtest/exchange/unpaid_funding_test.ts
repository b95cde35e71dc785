import { deepStrictEqual } from "node:assert/strict";
import { type AccountEvent, type FundingRates, type MarketData, NO_EVENTS } from "../../engine/mod.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { approved } from "../../engine/ports/exchange_contract.ts";
import { COIN, drawnMarket, MINUTE, START } from "../testing/market.ts";
import { DEFAULT_EXCHANGE } from "./options.ts";
import { SimulatedExchange } from "./simulated_exchange.ts";
import { UnpaidFunding } from "./unpaid_funding.ts";

const HOUR = 60 * MINUTE;
const FLAT = Array.from({ length: 1600 }, (_, index) => [index * 5, 100, 100, 100, 100] as const);
const HOURLY = Array.from({ length: 130 }, (_, index) => [index, 0.0001] as const);

/** A market whose rate of an hour is told only so long (ms) after it. */
function slowFunding(lateMs: (hour: number) => number) {
  const clock = new SimulatedClock(START);
  const data = new HistoricalMarketData(
    drawnMarket({ instrument: COIN, candles: { "5m": FLAT }, funding: HOURLY }),
    clock,
  );
  const asked: number[] = [];
  const marketData: MarketData = {
    candles: (asset, interval, range) => data.candles(asset, interval, range),
    finest: (asset, after) => data.finest(asset, after),
    contexts: (assets) => data.contexts(assets),
    funding: (asset, after): FundingRates => {
      asked.push((clock.now() - START) / MINUTE);
      const { times, rates } = data.funding(asset, after);
      const told = times.map((time) => clock.now() >= time + lateMs((time - START) / HOUR));
      return { times: times.filter((_, at) => told[at]), rates: rates.filter((_, at) => told[at]) };
    },
  };
  const options = { ...DEFAULT_EXCHANGE, depositUsd: 10_000 };
  return {
    clock,
    asked,
    exchange: new SimulatedExchange({ clock, marketData, instruments: [COIN] }, options),
  };
}

/** Payments: when they are of or were booked (minutes), the size and the amount. */
function payments(events: readonly AccountEvent[]): number[][] {
  return events.flatMap((event) =>
    event.kind === "funding" ? [[(event.time - START) / MINUTE, event.size, event.amountUsd]] : []
  );
}

async function trade(exchange: SimulatedExchange, side: "buy" | "sell", size: number): Promise<void> {
  const [leg, purpose] = side === "buy" ? ["entry", "open"] as const : ["close", "close"] as const;
  const limitPrice = side === "buy" ? 101 : 99;
  const legs = [{
    ...{ leg, clientOrderId: `0x${side}${size}`, side, size, limitPrice, triggerPrice: null },
    reduceOnly: side === "sell",
  }];
  await exchange.submit(approved({ asset: "COIN", purpose, legs }, COIN));
}

Deno.test("an hour whose rate is told late is paid once, on what was held at the hour", async () => {
  const { clock, exchange } = slowFunding((hour) => hour === 1 ? 20 * MINUTE : 0);
  await clock.sleepUntil(START + 50 * MINUTE);
  await trade(exchange, "buy", 10);
  await clock.sleepUntil(START + 61 * MINUTE);
  deepStrictEqual(payments((await exchange.sync(NO_EVENTS)).events), []);
  await trade(exchange, "buy", 5);
  await clock.sleepUntil(START + 121 * MINUTE);
  const { events } = await exchange.sync(NO_EVENTS);
  // Of ten coins; stamped behind the purchase that was booked before it.
  deepStrictEqual(payments(events), [[61, 10, -0.1], [120, 15, -0.15]]);
  await clock.sleepUntil(START + 179 * MINUTE);
  deepStrictEqual((await exchange.sync(NO_EVENTS)).events.length, events.length);
});

Deno.test("what is not held any more when its rate is told pays from the cash", async () => {
  const { clock, exchange } = slowFunding((hour) => hour === 1 ? 20 * MINUTE : 0);
  await clock.sleepUntil(START + 50 * MINUTE);
  await trade(exchange, "buy", 10);
  await clock.sleepUntil(START + 65 * MINUTE);
  await trade(exchange, "sell", 10);
  const before = await exchange.sync(NO_EVENTS);
  await clock.sleepUntil(START + 90 * MINUTE);
  const after = await exchange.sync(NO_EVENTS);
  deepStrictEqual(payments(after.events), [[65, 10, -0.1]]);
  deepStrictEqual(after.account.positions, []);
  deepStrictEqual(Math.round((after.account.balanceUsd - before.account.balanceUsd) * 1e6), -100_000);
});

Deno.test("an hour is waited for a whole day, and not longer", () => {
  const due = (now: number): number => {
    const unpaid = new UnpaidFunding();
    unpaid.note("A", { time: HOUR, size: 1, oracle: 10 }, HOUR);
    return unpaid.due(now).length;
  };
  deepStrictEqual([due(25 * HOUR), due(25 * HOUR + 1)], [1, 0]);
});

Deno.test("it is asked for again no more than once a minute, and after a day no more", async () => {
  const { clock, asked, exchange } = slowFunding((hour) => hour === 1 ? Infinity : 0);
  await clock.sleepUntil(START + 50 * MINUTE);
  await trade(exchange, "buy", 10);
  for (const minute of [60, 60.5, 61, 61.5, 62]) {
    await clock.sleepUntil(START + minute * MINUTE);
    await exchange.sync(NO_EVENTS);
  }
  deepStrictEqual(asked, [60, 61, 62]);
  await clock.sleepUntil(START + 26 * HOUR + 30 * MINUTE);
  await exchange.sync(NO_EVENTS);
  const { length } = asked;
  await clock.sleepUntil(START + 26 * HOUR + 40 * MINUTE);
  await exchange.sync(NO_EVENTS);
  deepStrictEqual(asked.length, length);
});

Deno.test("UnpaidFunding: an hour is taken once, with its rate, and only its asset's", () => {
  const unpaid = new UnpaidFunding();
  unpaid.note("A", { time: HOUR, size: 1, oracle: 10 }, HOUR);
  unpaid.note("A", { time: 2 * HOUR, size: 2, oracle: 11 }, 2 * HOUR);
  deepStrictEqual(unpaid.due(2 * HOUR + 59_999), []);
  deepStrictEqual(unpaid.due(2 * HOUR + 60_000), [{ asset: "A", after: HOUR - 1 }]);
  const told = { times: [2 * HOUR], rates: [0.5] };
  deepStrictEqual(unpaid.take("B", told), []);
  deepStrictEqual(unpaid.take("A", told), [{ time: 2 * HOUR, size: 2, oracle: 11, rate: 0.5 }]);
  deepStrictEqual(unpaid.take("A", told), []);
  deepStrictEqual(unpaid.due(3 * HOUR), [{ asset: "A", after: HOUR - 1 }]);
});
