import assert from "node:assert/strict";
import fc from "fast-check";
import { ATR } from "trading-signals";
import { trueRange } from "./atr.ts";
import { createIndicator } from "./create.ts";
import { atr } from "./spec.ts";
import { afterPast, assertGolden, assertNear, candlesOf, check, trace } from "./testing/series.ts";

Deno.test("ATR has the values of TA-Lib and talipp", () => assertGolden(atr(14)));

Deno.test("the true range reaches the close before, on either side, and without one is high − low", () => {
  assert.equal(trueRange(12, 10, 11), 2);
  assert.equal(trueRange(12, 10, 15), 5);
  assert.equal(trueRange(12, 10, 7), 5);
  assert.equal(trueRange(12, 10, NaN), 2);
});

// Same definition and same seed: equal from the first value on.
Deno.test("ATR agrees with trading-signals", () => {
  check(fc.tuple(fc.integer({ min: 1, max: 30 }), candlesOf(120)), ([period, candles]) => {
    const oracle = new ATR(period);
    const rows = trace(createIndicator(atr(period)), candles);
    candles.forEach(([high, low, close], i) => {
      const expected = oracle.update({ high, low, close }, false) ?? NaN;
      assertNear(rows[i][0], expected, 1e-9 * expected);
    });
  });
});

Deno.test("ATR is never negative and never above the largest true range", () => {
  check(candlesOf(100), (candles) => {
    const largest = Math.max(
      ...candles.map(([high, low], i) => trueRange(high, low, candles[i - 1]?.[2] ?? NaN)),
    );
    for (const [value] of trace(createIndicator(atr(5)), candles).slice(5)) {
      assert.ok(value >= 0 && value <= largest * (1 + 1e-12));
    }
  });
});

// ATR is linear in the true ranges, so as with the EMA the difference that is left is seedWeight × the difference
// there was when the younger one's seed was complete. The seed holds the first candle's true range, too.
Deno.test("after the warm-up, seedWeight of the seed is left, exactly", () => {
  for (const period of [3, 14]) {
    const { warmUp, seedWeight } = createIndicator(atr(period));
    check(fc.tuple(candlesOf(80), candlesOf(70), candlesOf(warmUp)), ([onePast, otherPast, shared]) => {
      const [fresh, one, other] = [[], onePast, otherPast].map((past) =>
        afterPast(atr(period), past, shared)
      );
      for (const [a, b] of [[fresh, one], [one, other]]) {
        const seed = a[period - 1][0] - b[period - 1][0];
        const left = a[warmUp - 1][0] - b[warmUp - 1][0];
        assertNear(left, seedWeight * seed, 1e-12 * Math.max(shared[0][0], onePast[79][0], otherPast[69][0]));
      }
    });
  }
});
