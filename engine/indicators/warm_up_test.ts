import assert from "node:assert/strict";
import fc from "fast-check";
import { createIndicator } from "./create.ts";
import { adx, atr, ema, type IndicatorSpec, macd, rsi } from "./spec.ts";
import { assertNear, check } from "./testing/series.ts";
import { chainWarmUp, MAX_SEED_WEIGHT, stageWarmUp } from "./warm_up.ts";

const WARM_UPS: readonly (readonly [IndicatorSpec, number])[] = [
  [ema(20), 64],
  [ema(50), 160],
  [rsi(7), 37],
  [rsi(14), 75],
  [atr(3), 14],
  [atr(14), 74],
  [macd(), 111],
  [adx(14), 148],
];

Deno.test("the usual indicators are warm after these many candles, none above 160", () => {
  for (const [spec, warmUp] of WARM_UPS) {
    assert.equal(createIndicator(spec).warmUp, warmUp, createIndicator(spec).id);
    assert.ok(warmUp <= 160);
  }
});

Deno.test("stageWarmUp is the smallest count that leaves at most 1.25 % of the seed", () => {
  const stages = fc.record({
    alpha: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    first: fc.integer({ min: 1, max: 1000 }),
  });
  check(stages, (stage) => {
    const { warmUp, seedWeight } = stageWarmUp(stage);
    const steps = Math.ceil(Math.log(MAX_SEED_WEIGHT) / Math.log(1 - stage.alpha));
    assert.equal(warmUp, stage.first + steps);
    assert.ok(seedWeight <= MAX_SEED_WEIGHT && seedWeight / (1 - stage.alpha) > MAX_SEED_WEIGHT);
  });
});

Deno.test("stageWarmUp with alpha 1 forgets its seed with the next value", () => {
  assert.deepEqual(stageWarmUp({ alpha: 1, first: 1 }), { warmUp: 2, seedWeight: 0 });
});

// The inner seed's share in the outer mean, t candles after the outer seed: the sum of alpha × b^(t − j) × a^(lead + j)
// for j = 1 to t, with a and b the decays of inner and outer, and `lead` the candles between the two seeds.
Deno.test("the seedWeight of a chain is the largest share left of any seed", () => {
  const [a, b] = [25 / 27, 4 / 5]; // MACD 12-26-9: 8 candles between the seeds, 77 from the signal's to the warm-up
  assertNear(createIndicator(macd()).seedWeight, 0.2 * a ** 9 * (a ** 77 - b ** 77) / (a - b), 1e-15);
  const c = 13 / 14; // ADX 14: 13 candles between, then 120
  assertNear(createIndicator(adx(14)).seedWeight, (120 / 14) * c ** 133, 1e-15);
});

Deno.test("chainWarmUp waits for one warm-up after the other, and leaves less of any seed", () => {
  const periods = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }));
  check(periods, ([inner, outer]) => {
    const innerStage = { alpha: 1 / inner, first: inner };
    const outerStage = { alpha: 1 / outer, first: inner + outer - 1 };
    const { warmUp, seedWeight } = chainWarmUp(innerStage, outerStage);
    const alone = stageWarmUp({ alpha: 1 / outer, first: outer }).warmUp;
    assert.equal(warmUp, stageWarmUp(innerStage).warmUp + alone - 1);
    assert.ok(seedWeight <= MAX_SEED_WEIGHT);
  });
});
