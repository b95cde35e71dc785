import { strictEqual } from "node:assert/strict";
import { BTC, ETH, instrumentOf, SOL } from "../testing/instruments.ts";
import { isBelowMinimum, isWithinPriceBand, maximumOrderUsd, type SizedOrder } from "./order_limits.ts";

const SELL: SizedOrder = { side: "sell", size: 0.09, limitPrice: 100, reduceOnly: false };

const MINIMUMS: readonly [what: string, order: Partial<SizedOrder>, signedSize: number, below: boolean][] = [
  ["nine dollars", {}, 0, true],
  ["exactly ten dollars", { size: 0.1 }, 0, false],
  ["a hundred-thousandth below ten dollars", { size: 0.11, limitPrice: 90.909 }, 0, true],
  ["a part of a position, reduce-only", { reduceOnly: true }, 0.1, true],
  ["the whole position, reduce-only", { reduceOnly: true }, 0.09, false],
  ["more than the position, reduce-only", { reduceOnly: true }, 0.05, false],
  ["the whole position, not reduce-only", {}, 0.09, false],
  ["more than the position, not reduce-only: the rest would open", {}, 0.05, true],
  ["a part of a position, not reduce-only", {}, 0.1, true],
  ["as large as the position but on its side", {}, -0.09, true],
  ["reduce-only on the position's side", { reduceOnly: true }, -0.05, true],
  ["reduce-only without a position", { reduceOnly: true }, 0, true],
  ["a buy that closes the whole short", { side: "buy" }, -0.09, false],
  ["the whole position, whatever it is then", { size: null }, 0, false],
];

for (const [what, order, signedSize, below] of MINIMUMS) {
  Deno.test(`the minimum of ten dollars: ${what}`, () => {
    strictEqual(isBelowMinimum({ ...SELL, ...order }, signedSize, SOL), below);
  });
}

Deno.test("the highest value of an order goes by the leverage an asset allows", () => {
  const rows: [maxLeverage: number, market: number][] = [
    [40, 30_000_000],
    [25, 30_000_000],
    [24, 5_000_000],
    [20, 5_000_000],
    [19, 2_000_000],
    [10, 2_000_000],
    [9, 500_000],
    [1, 500_000],
  ];
  for (const [maxLeverage, market] of rows) {
    const of = instrumentOf({ maxLeverage });
    strictEqual(maximumOrderUsd(of, "market"), market, `market at ${maxLeverage}`);
    strictEqual(maximumOrderUsd(of, "limit"), market * 10, `limit at ${maxLeverage}`);
  }
  strictEqual(maximumOrderUsd(BTC, "market"), 30_000_000);
  strictEqual(maximumOrderUsd(ETH, "limit"), 300_000_000);
});

Deno.test("a limit price lies within 95 % of the oracle on either side", () => {
  const rows: [price: number, within: boolean][] = [
    [100, true],
    [195, true],
    [195.01, false],
    [5, true],
    [4.9999, false],
    // What closes a short "with a slippage of 0.05" when 0.05 lands in the price.
    [0.05, false],
  ];
  for (const [price, within] of rows) strictEqual(isWithinPriceBand(price, 100), within, String(price));
});
