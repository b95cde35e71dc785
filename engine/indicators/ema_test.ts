import fc from "fast-check";
import { EMA } from "trading-signals";
import { createIndicator } from "./create.ts";
import { ema } from "./spec.ts";
import { afterPast, assertGolden, assertNear, candlesOf, check, trace } from "./testing/series.ts";

Deno.test("EMA has TA-Lib's values", () => assertGolden(ema(20)));

// trading-signals seeds with the first close instead of the mean of the first n, so the two agree once both seeds
// have decayed: 1 − alpha is 19/21, and (19/21)^400 is 4e-18.
Deno.test("EMA agrees with trading-signals when the seeds have decayed", () => {
  check(candlesOf(450), (candles) => {
    const oracle = new EMA(20);
    const rows = trace(createIndicator(ema(20)), candles);
    candles.forEach(([, , close], i) => {
      const expected = oracle.update(close, false) ?? NaN;
      if (i >= 420) assertNear(rows[i][0], expected, 1e-12 * expected);
    });
  });
});

// All that two EMAs with the same candles differ by is what they differed by when the younger one's seed was
// complete, times seedWeight: nothing else is left of the past.
Deno.test("after the warm-up, seedWeight of the seed is left, exactly", () => {
  for (const spec of [ema(5), ema(20), ema(50)]) {
    const { warmUp, seedWeight } = createIndicator(spec);
    check(fc.tuple(candlesOf(80), candlesOf(70), candlesOf(warmUp)), ([onePast, otherPast, shared]) => {
      const [fresh, one, other] = [[], onePast, otherPast].map((past) => afterPast(spec, past, shared));
      const seeded = spec.name === "ema" ? spec.period - 1 : NaN;
      for (const [a, b] of [[fresh, one], [one, other]]) {
        const seed = a[seeded][0] - b[seeded][0];
        const left = a[warmUp - 1][0] - b[warmUp - 1][0];
        const rounding = 1e-12 * Math.max(...a.concat(b).flat().filter((value) => !Number.isNaN(value)));
        assertNear(left, seedWeight * seed, rounding);
      }
    });
  }
});
