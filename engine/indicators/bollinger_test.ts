import assert from "node:assert/strict";
import fc from "fast-check";
import { BollingerBands } from "trading-signals";
import { createIndicator } from "./create.ts";
import { bollinger } from "./spec.ts";
import { afterPast, assertGolden, assertNear, candlesOf, check, trace, walk } from "./testing/series.ts";

Deno.test("Bollinger bands have TA-Lib's values", () => assertGolden(bollinger()));

Deno.test("Bollinger bands agree with trading-signals", () => {
  check(fc.tuple(fc.integer({ min: 1, max: 30 }), candlesOf(100)), ([period, candles]) => {
    const oracle = new BollingerBands(period, 2.5);
    const rows = trace(createIndicator(bollinger(period, 2.5)), candles);
    candles.forEach(([, , close], i) => {
      const bands = oracle.update(close, false);
      const expected = bands ? [bands.upper, bands.middle, bands.lower] : [NaN, NaN, NaN];
      // For equal prices the oracle's deviation is not 0 but some 1e-16 of the price, rounded.
      expected.forEach((value, output) => assertNear(rows[i][output], value, 1e-12 * close));
    });
  });
});

Deno.test("the middle is between the bands, at the same distance", () => {
  check(candlesOf(60), (candles) => {
    for (const [upper, middle, lower] of trace(createIndicator(bollinger()), candles).slice(19)) {
      assert.ok(lower <= middle && middle <= upper);
      assertNear(upper - middle, middle - lower, 1e-14 * middle);
    }
  });
});

Deno.test("no drift: after a million candles the bands are those of the last 20", () => {
  for (const price of [1e-6, 1e6]) {
    const candles = walk({ seed: 5, price, volatility: 0.0001 }, 1_000_000);
    const last = candles.slice(-20);
    const aged = afterPast(bollinger(), candles.slice(0, -20), last)[19];
    const fresh = afterPast(bollinger(), [], last)[19];
    const width = fresh[0] - fresh[2];
    aged.forEach((value, output) => assertNear(value, fresh[output], 1e-14 * fresh[1]));
    assertNear(aged[0] - aged[2], width, 1e-9 * width);
  }
});

Deno.test("after its window, nothing of the past is left", () => {
  check(fc.tuple(candlesOf(33), candlesOf(20)), ([past, shared]) => {
    const fresh = afterPast(bollinger(), [], shared)[19];
    afterPast(bollinger(), past, shared)[19].forEach((value, output) => {
      assertNear(value, fresh[output], 1e-13 * fresh[1]);
    });
  });
});
