import { strictEqual } from "node:assert/strict";
import { printedEntry, printedLiquidation, returnOnEquity } from "./printed.ts";

Deno.test("an entry price is cut to six figures and at most six decimals", () => {
  const rows: [exact: number, printed: number][] = [
    [81_285.04299, 81_285],
    [84_255.8737, 84_255.8],
    [84_255.8999, 84_255.8],
    [0.09720476, 0.097204],
    [0.0000019, 0.000001],
    [122.4019, 122.401],
    [999_999.9, 999_999],
    [1_234_567.8, 1_234_567],
    [1000, 1000],
    [999.9999, 999.999],
  ];
  for (const [exact, printed] of rows) strictEqual(printedEntry(exact), printed, String(exact));
});

Deno.test("a liquidation price is rounded to ten decimals, also where it is too large to be scaled", () => {
  strictEqual(printedLiquidation(null), null);
  strictEqual(printedLiquidation(5.21518549470410), 5.2151854947);
  strictEqual(printedLiquidation(5.21518549475), 5.2151854948);
  strictEqual(printedLiquidation(1_234_567.125), 1_234_567.125);
});

Deno.test("the return on equity is that on the margin of the entry, for either side", () => {
  strictEqual(returnOnEquity(411_944_254, 47_865_761_846, 20), 0.1721248083);
  strictEqual(returnOnEquity(-444_231_227, -52_183_974_073, 20), -0.1702558055);
  strictEqual(returnOnEquity(0, 1, 3), 0);
});
