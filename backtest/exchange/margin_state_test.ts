import { deepStrictEqual } from "node:assert/strict";
import type { FundingPaid, Side } from "../../engine/mod.ts";
import { COIN, DIME } from "../testing/market.ts";
import { Account } from "./account.ts";
import { NO_FEES } from "./fees/fixed_fees.ts";
import { marginStateOf } from "./margin_state.ts";

const MARKS = new Map([["COIN", 110], ["DIME", 90]]);

function account(): Account {
  const account = new Account(new Map([["COIN", COIN], ["DIME", DIME]]), NO_FEES);
  account.deposit(1000, 0);
  return account;
}

function trade(
  on: Account,
  order: { readonly side: Side; readonly size: number; readonly asset?: string },
): void {
  on.fill({ time: 1, asset: "COIN", price: 100, clientOrderId: null, liquidation: false, ...order });
}

Deno.test("margin state: of a cross and an isolated position, each figure by hand", () => {
  const books = account();
  books.setLeverage("COIN", 10);
  books.setLeverage("DIME", 5, false);
  trade(books, { side: "buy", size: 10 });
  trade(books, { asset: "DIME", side: "sell", size: 2 });
  deepStrictEqual(marginStateOf(books, 7, { marks: MARKS, reservedMicro: 5_000_000 }), {
    time: 7,
    crossCashUsd: 1000 - 1000 - 40,
    crossValueUsd: -40 + 1100,
    crossNotionalUsd: 1100,
    crossMarginUsedUsd: 110,
    crossMaintenanceUsd: 27.5,
    withdrawableUsd: 1060 - 115,
    positions: [
      {
        asset: "COIN",
        isolatedCashUsd: null,
        returnOnEquity: 1,
        fundingPaid: { allTimeUsd: 0, sinceOpenUsd: 0, sinceChangeUsd: 0 },
      },
      {
        asset: "DIME",
        isolatedCashUsd: 240,
        returnOnEquity: 0.5,
        fundingPaid: { allTimeUsd: 0, sinceOpenUsd: 0, sinceChangeUsd: 0 },
      },
    ],
  });
});

const FUNDINGS: readonly [what: string, side: Side, size: number, wanted: FundingPaid][] = [
  ["nothing more", "buy", 0, { allTimeUsd: 1, sinceOpenUsd: 1, sinceChangeUsd: 1 }],
  ["an add", "buy", 1, { allTimeUsd: 1, sinceOpenUsd: 1, sinceChangeUsd: 0 }],
  ["a part that is closed", "sell", 4, { allTimeUsd: 1, sinceOpenUsd: 1, sinceChangeUsd: 0 }],
  ["a close", "sell", 10, { allTimeUsd: 1, sinceOpenUsd: 0, sinceChangeUsd: 0 }],
  ["a flip", "sell", 15, { allTimeUsd: 1, sinceOpenUsd: 0, sinceChangeUsd: 0 }],
];

for (const [what, side, size, wanted] of FUNDINGS) {
  Deno.test(`margin state: funding that was paid, and then ${what}`, () => {
    const books = account();
    trade(books, { side: "buy", size: 10 });
    books.fund("COIN", { time: 2, rate: 0.001, oracle: 100 });
    if (size > 0) trade(books, { side, size });
    deepStrictEqual(books.funding.of("COIN"), wanted);
  });
}

Deno.test("margin state: funding that was received is below zero, and adds up over positions", () => {
  const books = account();
  for (const side of ["sell", "buy", "sell"] as const) {
    trade(books, { side, size: 5 });
    books.fund("COIN", { time: 2, rate: 0.001, oracle: 100 });
  }
  deepStrictEqual(books.funding.of("COIN"), { allTimeUsd: -1, sinceOpenUsd: -0.5, sinceChangeUsd: -0.5 });
});
