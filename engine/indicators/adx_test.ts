import assert from "node:assert/strict";
import fc from "fast-check";
import { ADX } from "trading-signals";
import { trueRange } from "./atr.ts";
import { createIndicator } from "./create.ts";
import { GOLDEN_REPEATED_ADX } from "./testing/golden_data.ts";
import { adx } from "./spec.ts";
import {
  afterPast,
  assertGolden,
  assertNear,
  type Candle,
  candlesOf,
  check,
  goldenCandles,
  numbers,
  trace,
  walk,
  wilderMeans,
} from "./testing/series.ts";

Deno.test("ADX, +DI and −DI have the values of talipp (DM, ADX) over TA-Lib (true range)", () =>
  assertGolden(adx(14)));

Deno.test("ADX, +DI and −DI have TA-Lib's own values once the seeds have decayed", () => {
  const candles = Array.from({ length: 10 }, goldenCandles).flat();
  const indicator = createIndicator(adx(14));
  const rows = trace(indicator, candles).slice(-24);
  indicator.outputs.forEach((name, output) => {
    numbers(GOLDEN_REPEATED_ADX[name]).forEach((expected, i) =>
      assertNear(rows[i][output], expected, 1e-9 * expected)
    );
  });
});

// trading-signals counts a movement of 0 for the first candle into its seeds, and gives DI as a share of 1. Only on
// walks: where for a long time nothing moves, what is left of the seeds is all there is.
Deno.test("ADX agrees with trading-signals when the seeds have decayed", () => {
  check(fc.integer(), (seed) => {
    const candles = walk({ seed, price: 100, volatility: 0.02 }, 700);
    const oracle = new ADX(14);
    const rows = trace(createIndicator(adx(14)), candles);
    candles.forEach(([high, low, close], i) => {
      const expected = oracle.update({ high, low, close }, false) ?? NaN;
      if (i < 650) return;
      assertNear(rows[i][0], expected, 1e-9);
      assertNear(rows[i][1], 100 * (oracle.pdi ?? NaN), 1e-9);
      assertNear(rows[i][2], 100 * (oracle.mdi ?? NaN), 1e-9);
    });
  });
});

Deno.test("ADX and DI stay within 0 and 100; in a straight rise +DI and ADX are 100", () => {
  check(candlesOf(100), (candles) => {
    for (const value of trace(createIndicator(adx(5)), candles).slice(10).flat()) {
      assert.ok(value >= 0 && value <= 100 * (1 + 1e-12), `${value}`); // DM / range may round up at 1
    }
  });
  const rising = Array.from({ length: 60 }, (_, i): Candle => [i + 1, i + 1, i + 1]);
  assert.deepEqual(trace(createIndicator(adx(14)), rising)[59], [100, 100, 0]);
  assert.deepEqual(trace(createIndicator(adx(14)), rising.toReversed())[59], [100, 0, 100]);
});

Deno.test("an inside candle, and one that reaches out as far on both sides, has no direction", () => {
  const candles: Candle[] = [[10, 8, 9], [9.5, 8.5, 9], [11, 7, 9]];
  for (const row of trace(createIndicator(adx(1)), candles).slice(1)) assert.deepEqual(row, [0, 0, 0]);
});

/** Wilder's mean +DM, −DM and true range after each shared candle; for a first candle there are none. */
function movements(past: readonly Candle[], shared: readonly Candle[], period: number): number[][] {
  const candles = [...past, ...shared];
  const moves = candles.slice(1).map(([high, low], i) => {
    const [rise, fall] = [high - candles[i][0], candles[i][1] - low];
    return [
      rise > fall ? Math.max(rise, 0) : 0,
      fall > rise ? Math.max(fall, 0) : 0,
      trueRange(high, low, candles[i][2]),
    ];
  });
  const means = [0, 1, 2].map((part) => wilderMeans(moves.map((move) => move[part]), period));
  return candles.map((_, i) => means.map((mean) => mean[i - 1] ?? NaN)).slice(past.length);
}

// +DM and −DM are linear, so t candles after the seed two pasts' DX differ by no more than
// 200 × (1 − alpha)^t × max(|d+DM|, |d−DM|) / (+DM + −DM): as for the RSI, but |2r − 1| counts twice. seedWeight is
// the largest of what the smoothing of that leaves and of the weight of the ADX's own seed, which is at most 100.
Deno.test("after the warm-up, two pasts differ by no more than seedWeight of their movements and of 100", () => {
  const period = 14;
  const { warmUp, seedWeight } = createIndicator(adx(period));
  check(fc.tuple(candlesOf(80), candlesOf(70), candlesOf(warmUp)), ([onePast, otherPast, shared]) => {
    const pasts = [[], onePast, otherPast];
    const rows = pasts.map((past) => afterPast(adx(period), past, shared)[warmUp - 1]);
    const means = pasts.map((past) => movements(past, shared, period));
    for (const [a, b] of [[0, 1], [1, 2], [2, 0]]) {
      const seeds = [0, 1, 2].map((part) => Math.abs(means[a][period][part] - means[b][period][part]));
      const least = Math.min(...means[b].slice(2 * period).map(([plus, minus]) => plus + minus));
      const range = means[b][warmUp - 1][2];
      if (least === 0 || range === 0) continue;
      assertNear(
        rows[a][0],
        rows[b][0],
        seedWeight * (100 + 200 * Math.max(seeds[0], seeds[1]) / least) + 1e-8,
      );
      const diBound = 100 * seedWeight * (Math.max(seeds[0], seeds[1]) + seeds[2]) / range + 1e-8;
      for (const di of [1, 2]) assertNear(rows[a][di], rows[b][di], diBound);
    }
  });
});
