import fc from "fast-check";
import { SMA } from "trading-signals";
import { createIndicator } from "./create.ts";
import { sma } from "./spec.ts";
import { afterPast, assertGolden, assertNear, candlesOf, check, trace } from "./testing/series.ts";

Deno.test("SMA has TA-Lib's values", () => assertGolden(sma(20)));

Deno.test("SMA agrees with trading-signals", () => {
  check(fc.tuple(fc.integer({ min: 1, max: 30 }), candlesOf(100)), ([period, candles]) => {
    const oracle = new SMA(period);
    const rows = trace(createIndicator(sma(period)), candles);
    candles.forEach(([, , close], i) => {
      const expected = oracle.update(close, false) ?? NaN;
      assertNear(rows[i][0], expected, 1e-12 * expected);
    });
  });
});

// Only the last digit may tell how the window was cut into blocks.
Deno.test("after its window, nothing of the past is left", () => {
  check(fc.tuple(candlesOf(33), candlesOf(20)), ([past, shared]) => {
    const [fresh] = afterPast(sma(20), [], shared)[19];
    assertNear(afterPast(sma(20), past, shared)[19][0], fresh, 1e-14 * fresh);
  });
});
