import assert from "node:assert/strict";
import fc from "fast-check";
import { RSI } from "trading-signals";
import { createIndicator } from "./create.ts";
import { rsi } from "./spec.ts";
import {
  afterPast,
  assertGolden,
  assertNear,
  type Candle,
  candlesOf,
  check,
  trace,
  wilderMeans,
} from "./testing/series.ts";

Deno.test("RSI has TA-Lib's values", () => assertGolden(rsi(14)));

// Same definition and same seed: equal from the first value on, but where the close never moved (100 there, 50 here),
// and but for a period of 1, for which the oracle forgets the close before.
Deno.test("RSI agrees with trading-signals", () => {
  check(fc.tuple(fc.integer({ min: 2, max: 30 }), candlesOf(120)), ([period, candles]) => {
    const oracle = new RSI(period);
    const rows = trace(createIndicator(rsi(period)), candles);
    candles.forEach(([, , close], i) => {
      const expected = oracle.update(close, false) ?? NaN;
      const dead = expected === 100 && rows[i][0] === 50;
      if (!dead) assertNear(rows[i][0], expected, 1e-9);
    });
  });
});

Deno.test("RSI stays within 0 and 100, and is 100 without a loss, 0 without a gain", () => {
  check(candlesOf(100), (candles) => {
    for (const [value] of trace(createIndicator(rsi(3)), candles).slice(3)) {
      assert.ok(value >= 0 && value <= 100);
    }
  });
  const rising = Array.from({ length: 30 }, (_, i): Candle => [i + 1, i + 1, i + 1]);
  assert.equal(trace(createIndicator(rsi(14)), rising)[29][0], 100);
  assert.equal(trace(createIndicator(rsi(14)), rising.toReversed())[29][0], 0);
});

/** Wilder's mean gain and loss, after each shared candle. */
function gainsAndLosses(
  past: readonly Candle[],
  shared: readonly Candle[],
  period: number,
): [number, number][] {
  const closes = [...past, ...shared].map((candle) => candle[2]);
  const changes = closes.slice(1).map((close, i) => close - closes[i]);
  const gains = wilderMeans(changes.map((change) => Math.max(change, 0)), period);
  const losses = wilderMeans(changes.map((change) => Math.max(-change, 0)), period);
  const means = gains.map((gain, i): [number, number] => [gain, losses[i]]);
  return [[NaN, NaN] as [number, number], ...means].slice(past.length);
}

// Gain and loss are linear: what is left of a difference dG, dL between two pasts is seedWeight × each. RSI is their
// ratio r = G / (G + L), and r' − r = ((1 − r) dG − r dL) / (G' + L'), so the RSIs differ by no more than
// 100 × seedWeight × max(|dG|, |dL|) / (G' + L').
Deno.test("after the warm-up, two pasts differ by no more than the seedWeight of their gains and losses", () => {
  for (const period of [7, 14]) {
    const { warmUp, seedWeight } = createIndicator(rsi(period));
    check(fc.tuple(candlesOf(80), candlesOf(70), candlesOf(warmUp)), ([onePast, otherPast, shared]) => {
      const pasts = [[], onePast, otherPast];
      const values = pasts.map((past) => afterPast(rsi(period), past, shared)[warmUp - 1][0]);
      const means = pasts.map((past) => gainsAndLosses(past, shared, period));
      for (const [a, b] of [[0, 1], [1, 2], [2, 0]]) {
        const [gain, loss] = means[b][warmUp - 1];
        if (gain + loss === 0) continue;
        const seeds = [0, 1].map((side) => Math.abs(means[a][period][side] - means[b][period][side]));
        const bound = 100 * seedWeight * Math.max(...seeds) / (gain + loss);
        assertNear(values[a], values[b], bound * (1 + 1e-9) + 1e-9);
      }
    });
  }
});
