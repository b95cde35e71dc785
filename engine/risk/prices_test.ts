import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type Instrument,
  isPriceOnGrid,
  isSizeOnGrid,
  notionalMicro,
  priceScale,
  priceStep,
  roundPrice,
  unitsToPrice,
} from "../model/instrument.ts";
import { toMicro } from "../model/money.ts";
import type { Side } from "../model/order.ts";
import { BTC, ETH, SOL } from "../testing/instruments.ts";
import { exitOnGrid, sizeFor, stopAt, targetAt, worstExitPrice, worstPrice } from "./prices.ts";

const instrument = fc.constantFrom(BTC, ETH, SOL);
const shown = fc.tuple(fc.double({ min: 10, max: 200_000, noNaN: true }), instrument).map(
  ([price, of]): [number, Instrument] => [roundPrice(price, of, "nearest"), of],
);
const side = fc.constantFrom<Side>("buy", "sell");

Deno.test("worst prices by hand: 1 % from the shown price, rounded so as not to exceed it", () => {
  const rows: [shown: number, side: Side, of: Instrument, wanted: number][] = [
    [42_313, "buy", BTC, 42_736], // 42,736.13
    [42_313, "sell", BTC, 41_890], // 41,889.87
    [100, "buy", ETH, 101],
    [100, "sell", ETH, 99],
    [97.531, "buy", SOL, 98.506], // 98.50631
    [97.531, "sell", SOL, 96.556], // 96.55569
  ];
  for (const [price, of, which, wanted] of rows) {
    strictEqual(worstPrice(price, { side: of, maxSlippageBps: 100 }, which), wanted);
  }
});

Deno.test("worst prices of exits by hand: 10 % beyond the trigger", () => {
  const rows: [trigger: number, side: Side, of: Instrument, wanted: number][] = [
    [41_467, "sell", BTC, 37_321], // 37,320.3
    [41_467, "buy", BTC, 45_613], // 45,613.7
    [98, "sell", ETH, 88.2],
    [102, "buy", ETH, 112.2],
  ];
  for (const [price, of, which, wanted] of rows) strictEqual(worstExitPrice(price, of, which), wanted);
});

Deno.test("no worst price is further away than allowed, and none is more than a step nearer", () => {
  fc.assert(
    fc.property(shown, side, ([price, of], way) => {
      for (
        const [worst, share] of [
          [worstPrice(price, { side: way, maxSlippageBps: 100 }, of), 0.01],
          [worstPrice(price, { side: way, maxSlippageBps: 37 }, of), 0.0037],
          [worstExitPrice(price, way, of), 0.1],
        ]
      ) {
        const bound = price * (way === "buy" ? 1 + share : 1 - share);
        ok(isPriceOnGrid(worst, of));
        // A bound that is a double's last bit off a price on the grid is that price.
        const beyond = way === "buy" ? worst - bound : bound - worst;
        ok(beyond <= Number.EPSILON * bound, `${worst} beyond ${bound}`);
        const step = unitsToPrice(priceStep(bound * priceScale(of), of), of);
        ok(Math.abs(worst - bound) < step, `${worst} far from ${bound}`);
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a stop or target is put on the grid towards the price", () => {
  const rows: [price: number, below: boolean, wanted: number][] = [
    [41_467.2, true, 41_468],
    [41_467.2, false, 41_467],
    [41_467, true, 41_467],
    [0, true, 0],
    [-5, true, 0],
  ];
  for (const [price, below, wanted] of rows) strictEqual(exitOnGrid(price, below, BTC), wanted);
});

Deno.test("exits at a distance by hand", () => {
  strictEqual(stopAt(42_313, { side: "buy", distance: 0.02 }, BTC), 41_467); // 41,466.74
  strictEqual(stopAt(42_313, { side: "sell", distance: 0.02 }, BTC), 43_159); // 43,159.26
  strictEqual(targetAt(42_313, { side: "buy", distance: 0.04 }, BTC), 44_005); // 44,005.52
  strictEqual(targetAt(42_313, { side: "sell", distance: 0.04 }, BTC), 40_621); // 40,620.48
});

Deno.test("an exit at a distance lies on the grid, on its side, never further away than asked", () => {
  const distance = fc.double({ min: 0.001, max: 0.9, noNaN: true });
  fc.assert(
    fc.property(shown, side, distance, ([price, of], way, away) => {
      const stop = stopAt(price, { side: way, distance: away }, of);
      const target = targetAt(price, { side: way, distance: away }, of);
      for (const [exit, below] of [[stop, way === "buy"], [target, way === "sell"]] as const) {
        ok(isPriceOnGrid(exit, of));
        ok(below ? exit <= price : exit >= price);
        ok(Math.abs(exit - price) <= price * away * (1 + 1e-12));
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("sizes by hand: rounded down to the grid, nothing where it is less than a step", () => {
  const rows: [notionalUsd: number, price: number, of: Instrument, wanted: number][] = [
    [1000, 42_313, BTC, 0.02363], // 0.023633…
    [1000, 100, ETH, 10],
    [999.99, 100, ETH, 9.9999],
    [0.3, 0.1, SOL, 3],
    [0.4, 42_313, BTC, 0],
    [0, 100, ETH, 0],
  ];
  for (const [notionalUsd, price, of, wanted] of rows) strictEqual(sizeFor(notionalUsd, price, of), wanted);
});

Deno.test("a size is the largest on the grid whose notional does not exceed what was asked", () => {
  const notional = fc.double({ min: 1, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(shown, notional, ([price, of], usd) => {
      const size = sizeFor(usd, price, of);
      const step = 1 / 10 ** of.szDecimals;
      ok(size === 0 || isSizeOnGrid(size, of));
      ok(notionalMicro(size, price, of) <= toMicro(usd));
      ok(notionalMicro(size + step, price, of) > toMicro(usd));
    }),
    { numRuns: 1000 },
  );
});
