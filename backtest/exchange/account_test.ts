import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { DAY_MS, type EventMark, type Instrument, NO_EVENTS } from "../../engine/mod.ts";
import { COIN, DIME } from "../testing/market.ts";
import { Account } from "./account.ts";
import { fixedFees } from "./fees/fixed_fees.ts";
import { tieredFees } from "./fees/tiered_fees.ts";

const BTC: Instrument = {
  symbol: "BTC",
  szDecimals: 5,
  maxLeverage: 40,
  marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 40 }, { lowerBoundUsd: 150_000_000, maxLeverage: 20 }],
};
const BASE = { time: 1, asset: "COIN", clientOrderId: null, liquidation: false } as const;

function accountWith(...instruments: readonly Instrument[]): Account {
  return new Account(new Map(instruments.map((one) => [one.symbol, one])), fixedFees({ maker: 0, taker: 0 }));
}

const ENTRIES: readonly [string, Instrument, readonly (readonly [number, number])[], number][] = [
  ["the only fill's price", COIN, [[1, 43.21]], 43.21],
  ["the average, cut to six figures", COIN, [[1, 100], [2, 100.05]], 100.033],
  ["cut, not rounded", { ...BTC, symbol: "COIN" }, [[0.1, 84_255], [0.9, 84_256]], 84_255.9],
  ["cut, not rounded, in the last figure", COIN, [[1, 1.2345], [2, 1.2346]], 1.23456],
  ["six decimals at most", { ...COIN, szDecimals: 0 }, [[1, 0.09724], [2, 0.09725]], 0.097246],
  ["a power of ten", COIN, [[1, 1000]], 1000],
  ["one figure below a power of ten", COIN, [[1, 999.99]], 999.99],
  ["a whole price above six figures", { ...BTC, symbol: "COIN" }, [[0.1, 123_456]], 123_456],
];

for (const [what, instrument, fills, expected] of ENTRIES) {
  Deno.test(`Account entry price: ${what}`, () => {
    for (const side of ["buy", "sell"] as const) {
      const account = accountWith(instrument);
      for (const [size, price] of fills) account.fill({ ...BASE, side, size, price });
      const [position] = account.shown(1, new Map([["COIN", 50]])).positions;
      strictEqual(position.entryPrice, expected);
    }
  });
}

Deno.test("Account: shows what the venue shows: sizes, notional, margin, unrealised PnL of each position", () => {
  const account = accountWith(DIME, COIN);
  account.deposit(1000, 0);
  account.setLeverage("DIME", 3);
  account.fill({ ...BASE, side: "buy", size: 2, price: 100 });
  account.fill({ ...BASE, asset: "DIME", side: "sell", size: 1, price: 50 });
  const shown = account.shown(7, new Map([["COIN", 101], ["DIME", 52]]));
  deepStrictEqual(shown, {
    time: 7,
    balanceUsd: 1000,
    equityUsd: 1000,
    marginUsedUsd: 27.433333,
    freeUsd: 972.566667,
    positions: [
      {
        asset: "DIME",
        side: "short",
        size: 1,
        entryPrice: 50,
        mark: 52,
        notionalUsd: 52,
        unrealizedPnlUsd: -2,
        marginUsedUsd: 17.333333,
        leverage: 3,
        liquidationPrice: shown.positions[0].liquidationPrice,
      },
      {
        asset: "COIN",
        side: "long",
        size: 2,
        entryPrice: 100,
        mark: 101,
        notionalUsd: 202,
        unrealizedPnlUsd: 2,
        marginUsedUsd: 10.1,
        leverage: 20,
        liquidationPrice: null,
      },
    ],
    openOrders: [],
  });
  // 1000 + 2 · 1 − (p − 50) is 2.5 % of p and of 202: the one liquidation price that is above zero.
  strictEqual(shown.positions[0].liquidationPrice, 1021.4146341463);
});

Deno.test("Account: what an isolated position gained does not carry a cross one", () => {
  const account = accountWith(COIN, DIME);
  account.deposit(1000, 0);
  account.setLeverage("DIME", 10, false);
  account.fill({ ...BASE, side: "buy", size: 20, price: 100 });
  account.fill({ ...BASE, asset: "DIME", side: "buy", size: 10, price: 100 });
  for (const mark of [100, 500]) {
    const shown = account.shown(1, new Map([["COIN", 100], ["DIME", mark]]));
    // 900 + 20 · (p − 100) is 2.5 % of 20 · p at 56.41….
    strictEqual(shown.positions[0].liquidationPrice, 56.4102564103);
    strictEqual(shown.equityUsd, 1000 + 10 * (mark - 100));
  }
});

Deno.test("Account: free money is never below zero", () => {
  const account = accountWith(COIN);
  account.deposit(10, 0);
  account.fill({ ...BASE, side: "buy", size: 10, price: 100 });
  strictEqual(account.shown(1, new Map([["COIN", 98]])).freeUsd, 0);
});

Deno.test("Account: the leverage of an untouched asset is its highest, at most 20", () => {
  const account = accountWith(BTC, COIN, { ...COIN, symbol: "LOW", maxLeverage: 3 });
  deepStrictEqual(["BTC", "COIN", "LOW"].map((asset) => account.leverage(asset)), [20, 20, 3]);
  account.setLeverage("BTC", 40);
  strictEqual(account.leverage("BTC"), 40);
});

Deno.test("Account: the initial margin of each position is cut to a millionth", () => {
  const account = accountWith(COIN, DIME);
  account.setLeverage("COIN", 3);
  account.setLeverage("DIME", 3);
  account.fill({ ...BASE, side: "buy", size: 1, price: 0.0001 });
  account.fill({ ...BASE, asset: "DIME", side: "sell", size: 1, price: 0.0001 });
  strictEqual(account.initialMicro(new Map([["COIN", 0.0001], ["DIME", 0.0001]])), 66);
});

Deno.test("Account: an event stamped before the last one takes that one's time", () => {
  const account = accountWith(COIN);
  account.deposit(1000, 5);
  account.fill({ ...BASE, time: 9, side: "buy", size: 1, price: 100 });
  account.fund("COIN", { time: 7, rate: 0.0001, oracle: 100 });
  deepStrictEqual(account.eventsAfter(NO_EVENTS).map(({ time }) => time), [5, 9, 9]);
});

const MARKS: readonly [string, EventMark, readonly number[]][] = [
  ["nothing is known", NO_EVENTS, [1, 2, 2, 3]],
  ["an earlier time is known", { time: 0, count: 7 }, [1, 2, 2, 3]],
  ["one event of a moment is known", { time: 1, count: 1 }, [2, 2, 3]],
  ["one of two events of a moment is known", { time: 2, count: 1 }, [2, 3]],
  ["all of a moment is known", { time: 2, count: 2 }, [3]],
  ["everything is known", { time: 3, count: 1 }, []],
  ["a later time is known", { time: 4, count: 0 }, []],
];

for (const [what, mark, times] of MARKS) {
  Deno.test(`Account events: tells what is new when ${what}`, () => {
    const account = accountWith(COIN);
    for (const time of [1, 2, 2, 3]) account.deposit(1, time);
    deepStrictEqual(account.eventsAfter(mark).map(({ time }) => time), times);
  });
}

Deno.test("Account: an instrument without margin tiers, which could never be liquidated, is refused", () => {
  throws(
    () => accountWith(DIME, { ...COIN, marginTiers: [] }),
    /COIN has no margin tiers; wanted at least one/,
  );
});

Deno.test("Account: an asset the venue has not, and a mark it lacks, are broken invariants", () => {
  const account = accountWith(COIN);
  throws(() => account.instrument("NONE"), /the simulated venue has no NONE/);
  account.fill({ ...BASE, side: "buy", size: 1, price: 100 });
  throws(() => account.equityMicro(new Map()), /no mark for COIN/);
});

Deno.test("Account: the fee tier goes by the notional of the fills, not by what was held", () => {
  for (const [further, rate] of [[null, 0.00045], [0.01, 0.0004]] as const) {
    const account = new Account(new Map([["COIN", COIN]]), tieredFees(0));
    account.fill({ ...BASE, side: "buy", size: 25_000, price: 100 });
    account.fill({ ...BASE, side: "sell", size: 25_000, price: 100 });
    if (further !== null) account.fill({ ...BASE, side: "buy", size: further, price: 100 });
    strictEqual(account.feeRate(DAY_MS, true), rate, "five millions are not above five millions");
  }
});
