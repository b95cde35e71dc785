import assert from "node:assert/strict";
import fc from "fast-check";
import { StochasticOscillator } from "trading-signals";
import { createIndicator } from "./create.ts";
import { stochastic } from "./spec.ts";
import {
  afterPast,
  assertGolden,
  assertNear,
  type Candle,
  candlesOf,
  check,
  trace,
} from "./testing/series.ts";

Deno.test("the stochastic oscillator has TA-Lib's values", () => assertGolden(stochastic()));

// The oracle gives k only together with d. A window without range, which it takes as 0, does not occur here.
Deno.test("the stochastic oscillator agrees with trading-signals", () => {
  const smoothing = fc.integer({ min: 1, max: 5 });
  check(fc.tuple(fc.integer({ min: 1, max: 30 }), smoothing, smoothing, candlesOf(80)), (example) => {
    const [kPeriod, kSlowingPeriod, dPeriod, candles] = example;
    if (candles.some(([high, low]) => high === low)) return;
    const oracle = new StochasticOscillator({ kPeriod, kSlowingPeriod, dPeriod });
    const rows = trace(createIndicator(stochastic(kPeriod, kSlowingPeriod, dPeriod)), candles);
    candles.forEach(([high, low, close], i) => {
      const expected = oracle.update({ high, low, close }, false);
      assertNear(rows[i][1], expected?.stochD ?? NaN, 1e-9);
      if (expected) assertNear(rows[i][0], expected.stochK, 1e-9);
    });
  });
});

Deno.test("k and d stay within 0 and 100, and reach them at the ends of the range", () => {
  check(candlesOf(80), (candles) => {
    for (const value of trace(createIndicator(stochastic(5, 3, 3)), candles).slice(9).flat()) {
      assert.ok(value >= 0 && value <= 100);
    }
  });
  const rising = Array.from({ length: 40 }, (_, i): Candle => [i + 2, i + 1, i + 2]);
  assert.deepEqual(trace(createIndicator(stochastic()), rising)[39], [100, 100]);
  const falling = rising.toReversed().map(([high, low]): Candle => [high, low, low]);
  assert.deepEqual(trace(createIndicator(stochastic()), falling)[39], [0, 0]);
});

Deno.test("after its windows, nothing of the past is left", () => {
  check(fc.tuple(candlesOf(33), candlesOf(18)), ([past, shared]) => {
    const fresh = afterPast(stochastic(), [], shared)[17];
    afterPast(stochastic(), past, shared)[17].forEach((value, output) =>
      assertNear(value, fresh[output], 1e-11)
    );
  });
});
