import { deepStrictEqual, throws } from "node:assert/strict";
import { COIN, DIME } from "../testing/market.ts";
import { Account } from "./account.ts";
import { NO_FEES } from "./fees/fixed_fees.ts";

/** 1000 USD and ten coins bought at 100 at 20×; nothing of DIME. */
function account(): Account {
  const account = new Account(new Map([["COIN", COIN], ["DIME", DIME]]), NO_FEES);
  account.deposit(1000, 0);
  account.fill({
    time: 1,
    asset: "COIN",
    side: "buy",
    size: 10,
    price: 100,
    clientOrderId: null,
    liquidation: false,
  });
  return account;
}

/** All that the view tells of one asset. */
function toldOf(asset: string, marks: ReadonlyMap<string, number>): (number | null)[] {
  const { margin } = account();
  return [
    margin.notionalMicro(asset, marks),
    margin.usedByMicro(asset, marks),
    margin.isolatedMicro(asset, marks),
    margin.liquidationPrice(asset, marks),
  ];
}

Deno.test("MarginView: what is not held has no notional, no margin and no liquidation price, with or without a mark", () => {
  deepStrictEqual(toldOf("DIME", new Map([["COIN", 100], ["DIME", 50]])), [0, 0, 0, null]);
  deepStrictEqual(toldOf("DIME", new Map([["COIN", 100]])), [0, 0, 0, null]);
});

Deno.test("MarginView: what is held has its notional and its initial margin", () => {
  deepStrictEqual(toldOf("COIN", new Map([["COIN", 110]])), [1_100_000_000, 55_000_000, 0, null]);
});

Deno.test("MarginView: a position without a mark is a broken invariant", () => {
  throws(() => account().equityMicro(new Map()), /no mark for COIN, which is held/);
});
