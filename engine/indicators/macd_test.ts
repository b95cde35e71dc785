import fc from "fast-check";
import { EMA, MACD } from "trading-signals";
import { createIndicator } from "./create.ts";
import { ema, macd } from "./spec.ts";
import {
  afterPast,
  assertGolden,
  assertNear,
  type Candle,
  candlesOf,
  check,
  trace,
} from "./testing/series.ts";

Deno.test("MACD has TA-Lib's and talipp's values", () => assertGolden(macd()));

// trading-signals seeds its EMAs with their first value, so the two agree once all seeds have decayed.
Deno.test("MACD agrees with trading-signals when the seeds have decayed", () => {
  check(candlesOf(600), (candles) => {
    const oracle = new MACD(new EMA(12), new EMA(26), new EMA(9));
    const rows = trace(createIndicator(macd()), candles);
    candles.forEach(([, , close], i) => {
      const expected = oracle.update(close, false);
      if (i < 550 || expected === null) return;
      [expected.macd, expected.signal, expected.histogram].forEach((value, output) => {
        assertNear(rows[i][output], value, 1e-11 * close);
      });
    });
  });
});

/** Size of what two pasts differ by, in each of the three seeds: fast and slow EMA, and signal. */
function seedDifferences(
  onePast: readonly Candle[],
  otherPast: readonly Candle[],
  shared: readonly Candle[],
): number {
  const differenceAt = (
    candle: number,
    read: (past: readonly Candle[]) => number[][],
    output: number,
  ): number => Math.abs(read(onePast)[candle - 1][output] - read(otherPast)[candle - 1][output]);
  return differenceAt(12, (past) => afterPast(ema(12), past, shared), 0) +
    differenceAt(26, (past) => afterPast(ema(26), past, shared), 0) +
    differenceAt(34, (past) => afterPast(macd(), past, shared), 1);
}

// MACD is linear in its three seeds, and seedWeight is the largest weight that any of them has left in any output.
Deno.test("after the warm-up, two pasts differ by no more than seedWeight of their seeds", () => {
  const { warmUp, seedWeight, outputs } = createIndicator(macd());
  check(fc.tuple(candlesOf(80), candlesOf(70), candlesOf(warmUp)), ([onePast, otherPast, shared]) => {
    const pasts: readonly (readonly Candle[])[] = [[], onePast, otherPast];
    for (const [a, b] of [[0, 1], [1, 2]]) {
      const bound = seedWeight * seedDifferences(pasts[a], pasts[b], shared);
      const [one, other] = [a, b].map((past) => afterPast(macd(), pasts[past], shared)[warmUp - 1]);
      const rounding = 1e-12 * Math.max(shared[0][0], onePast[79][0], otherPast[69][0]);
      outputs.forEach((_, output) => assertNear(one[output], other[output], bound + rounding));
    }
  });
});
