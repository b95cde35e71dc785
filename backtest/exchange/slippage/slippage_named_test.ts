import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { Side } from "../../../engine/mod.ts";
import { COIN } from "../../testing/market.ts";
import { slippageNamed } from "./slippage_named.ts";

Deno.test("slippageNamed: a model has the name it is kept under, however it was written", () => {
  const rows = [["none", "none"], ["impact", "impact"], ["bps:2", "bps:2"], ["bps:2.50", "bps:2.5"], [
    "bps:0",
    "bps:0",
  ]];
  deepStrictEqual(rows.map(([name]) => slippageNamed(name)?.name), rows.map(([, kept]) => kept));
});

Deno.test("slippageNamed: anything else is no model", () => {
  for (const name of ["", "bps", "bps:", "bps:-1", "bps:1001", "bps:1e2", "bps:2.0001", "NONE", "2"]) {
    strictEqual(slippageNamed(name), null, name);
  }
});

const BUY = { side: "buy" as Side, size: 1, instrument: COIN };

Deno.test("slippage models: what a taker of 1 gets at 100, by hand", () => {
  // A range of 1 % is a deviation of 0.6006 %; a quarter of the volume moves the price by half of it, and half a
  // basis point of spread on top: 100.305299 and 99.694701, on the grid.
  const liquidity = { volume: 4, range: 0.01 };
  const rows: readonly [string, Side, number | null][] = [
    ["none", "buy", 100],
    ["none", "sell", 100],
    ["bps:10", "buy", 100.1],
    ["bps:10", "sell", 99.9],
    ["impact", "buy", 100.31],
    ["impact", "sell", 99.694],
  ];
  for (const [name, side, price] of rows) {
    strictEqual(slippageNamed(name)!.price(100, { ...BUY, side, liquidity }), price, `${name} ${side}`);
  }
});

Deno.test("slippage models: impact meets nothing where nothing was traded", () => {
  const { price } = slippageNamed("impact")!;
  strictEqual(price(100, { ...BUY, liquidity: null }), null);
  strictEqual(price(100, { ...BUY, liquidity: { volume: 0, range: 0.01 } }), null);
});

Deno.test("slippage models: a price that comes to nothing is none", () => {
  strictEqual(slippageNamed("bps:10")!.price(0.0001, { ...BUY, side: "sell", liquidity: null }), null);
});

Deno.test("slippage models: impact costs more the larger the order, the thinner and the wilder the market", () => {
  const size = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(
      size,
      size,
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: 0, max: 0.1, noNaN: true }),
      (...[a, b, volume, range]) => {
        const { price } = slippageNamed("impact")!;
        const cost = (of: number, wild: number, thin: number): number =>
          price(100, { ...BUY, size: of, liquidity: { volume: volume / thin, range: range * wild } })!;
        ok(cost(a + b, 1, 1) >= cost(a, 1, 1));
        ok(cost(a, 2, 1) >= cost(a, 1, 1));
        ok(cost(a, 1, 2) >= cost(a, 1, 1));
        ok(cost(a, 1, 1) > 100);
      },
    ),
  );
});
