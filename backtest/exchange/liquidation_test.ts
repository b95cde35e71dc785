import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Fill, type Instrument, NO_EVENTS } from "../../engine/mod.ts";
import { COIN } from "../testing/market.ts";
import { Account } from "./account.ts";
import type { FeeModel } from "./fees/fee_model.ts";
import { fixedFees, NO_FEES } from "./fees/fixed_fees.ts";
import { Liquidation } from "./liquidation.ts";
import { OpenOrders } from "./open_orders.ts";

/** An account that has bought at 100, and what judges it. */
class Bench {
  readonly account: Account;
  readonly marks = new Map([["COIN", 100]]);
  readonly #liquidation: Liquidation;

  constructor(given: {
    readonly depositUsd: number;
    readonly size: number;
    readonly price?: number;
    readonly coin?: Instrument;
    readonly isCross?: boolean;
    readonly fees?: FeeModel;
  }) {
    const { depositUsd, size, price = 100, coin = COIN, isCross = true, fees = NO_FEES } = given;
    this.account = new Account(new Map([["COIN", coin]]), fees);
    this.#liquidation = new Liquidation(this.account, new OpenOrders(), this.marks);
    this.account.deposit(depositUsd, 0);
    this.account.setLeverage("COIN", coin.maxLeverage, isCross);
    this.account.fill({
      time: 0,
      asset: "COIN",
      side: "buy",
      size,
      price,
      clientOrderId: null,
      liquidation: false,
    });
    this.marks.set("COIN", price);
  }

  /** What is closed when the mark goes to a price in a straight line: method, size and price of each fill. */
  fallTo(price: number, time: number): (string | number | null)[][] {
    const known = this.account.eventsAfter(NO_EVENTS).length;
    const opens = new Map(this.marks);
    this.marks.set("COIN", price);
    this.#liquidation.judge(time, opens);
    const fills = this.account.eventsAfter(NO_EVENTS).slice(known) as readonly Fill[];
    return fills.map((fill) => [this.account.liquidationMethod(fill), fill.size, fill.price]);
  }
}

Deno.test("Liquidation: for 30 seconds after a part the rest goes as a whole, then by a fifth again", () => {
  const rows: [waitMs: number, size: number][] = [[0, 1600], [29_999, 1600], [30_000, 320], [60_000, 320]];
  for (const [waitMs, size] of rows) {
    const bench = new Bench({ depositUsd: 20_000, size: 2000 });
    deepStrictEqual(bench.fallTo(92, 1000), [["market", 400, 92.307]]);
    deepStrictEqual(bench.fallTo(91.7, 1000 + waitMs), [["market", size, 91.716]], `${waitMs} ms later`);
  }
});

Deno.test("Liquidation: a whole position that went starts no cool-down", () => {
  const bench = new Bench({ depositUsd: 1000, size: 100 });
  deepStrictEqual(bench.fallTo(92, 1000), [["market", 100, 92.307]]);
  bench.account.deposit(20_000, 1000);
  const order = { time: 1000, asset: "COIN", clientOrderId: null, liquidation: false } as const;
  bench.account.fill({ ...order, side: "buy", size: 2000, price: 100 });
  bench.marks.set("COIN", 100);
  strictEqual(bench.fallTo(92, 1001)[0][1], 400);
});

Deno.test("Liquidation: an isolated position worth exactly its maintenance margin stays", () => {
  const bench = new Bench({ depositUsd: 10_000, size: 100, isCross: false });
  bench.account.ledger.moveMargin("COIN", 140_000_000);
  deepStrictEqual(bench.fallTo(96, 1), []);
  deepStrictEqual(bench.fallTo(95.999, 2), [["market", 100, 95.999]]);
});

Deno.test("Liquidation: a large position of a few whole coins goes by one coin", () => {
  const coin = { ...COIN, szDecimals: 0 };
  const bench = new Bench({ depositUsd: 10_000, size: 4, price: 30_000, coin });
  // 10,000 + 4 · (p − 30,000) is 2.5 % of 4 · p at 28,205.1….
  deepStrictEqual(bench.fallTo(28_205, 1), [["market", 1, 28_205]]);
});

Deno.test("Liquidation: a part whose fee costs more than it sets free is followed by the rest at its price", () => {
  const coin = { ...COIN, maxLeverage: 100, marginTiers: [{ lowerBoundUsd: 0, maxLeverage: 100 }] };
  const fees = fixedFees({ maker: 0, taker: 0.006 });
  const bench = new Bench({ depositUsd: 11_200, size: 2000, coin, fees });
  // 10,000 + 2000 · (p − 100) is 0.5 % of 2000 · p at 95.477….
  deepStrictEqual(bench.fallTo(95, 1), [["market", 400, 95.477], ["backstop", 1600, 95.477]]);
});

Deno.test("Liquidation: where the margin was gone at the open already, the fill is at the mark to the last digit", () => {
  const bench = new Bench({ depositUsd: 1000, size: 100 });
  bench.marks.set("COIN", 91);
  // In floating point 91 + (20.002 − 91) is a little less than 20.002, which would be cut to 20.001.
  deepStrictEqual(bench.fallTo(20.002, 1), [["backstop", 100, 20.002]]);
});

Deno.test("Liquidation: the method of each fill is told, and of no other", () => {
  const bench = new Bench({ depositUsd: 1000, size: 100 });
  bench.marks.set("COIN", 91);
  deepStrictEqual(bench.fallTo(91, 1), [["backstop", 100, 91]]);
  const [, bought] = bench.account.eventsAfter(NO_EVENTS);
  strictEqual(bench.account.liquidationMethod(bought as Fill), null);
  strictEqual(bench.account.ledger.cashMicro, 0);
});
