import assert from "node:assert/strict";
import fc from "fast-check";
import { DailyEquity, sharpeOfDaily, simpleReturns } from "./daily_equity.ts";
import { DAY_MS, HOUR_MS } from "./interval.ts";

/** 2025-01-01T00:00Z, ms. */
const START = 1_735_689_600_000;

type Point = readonly [close: number, equityUsd: number];

function samplesOf(points: readonly Point[]): readonly number[] {
  const daily = new DailyEquity();
  for (const [close, equity] of points) daily.push(close, equity);
  return daily.samples;
}

Deno.test("DailyEquity: a close on midnight is that day's sample, one before it waits for the next", () => {
  assert.deepEqual(samplesOf([]), []);
  assert.deepEqual(samplesOf([[START, 1]]), [1]);
  assert.deepEqual(samplesOf([[START - 1, 1]]), []);
  assert.deepEqual(samplesOf([[START - 1, 1], [START, 2]]), [2]);
  assert.deepEqual(samplesOf([[START - 1, 1], [START + 1, 2]]), [1]);
});

Deno.test("DailyEquity: days without cycles repeat the value before", () => {
  const points: Point[] = [[START + HOUR_MS, 1], [START + 3 * DAY_MS, 2], [START + 5 * DAY_MS + 1, 3]];
  assert.deepEqual(samplesOf(points), [1, 1, 2, 2, 2]);
});

Deno.test("DailyEquity: each sample is the last equity at or before its midnight", () => {
  const steps = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(steps, fc.integer({ min: 0, max: 23 }), (gaps, hour) => {
    let close = START + hour * HOUR_MS;
    const points = gaps.map((gap, at): Point => [close += gap * HOUR_MS, at]);
    const wanted: number[] = [];
    for (let midnight = START; midnight <= close; midnight += DAY_MS) {
      const known = points.filter(([at]) => at <= midnight);
      if (known.length > 0) wanted.push(known.at(-1)![1]);
    }
    assert.deepEqual(samplesOf(points), wanted);
  }));
});

Deno.test("DailyEquity: a guard's line between midnight and its candle's does not sample the midnight twice", () => {
  const points: Point[] = [[START - HOUR_MS, 1], [START + 500, 2], [START, 3], [START + DAY_MS, 4]];
  assert.deepEqual(samplesOf(points), [1, 4]);
});

Deno.test("simpleReturns and sharpeOfDaily give the worked example of methods.md A4", () => {
  const samples = [10000, 10100, 10050, 10200, 10150, 10300, 10250, 10400, 10100, 10500, 10450];
  const mean = simpleReturns(samples).reduce((sum, one) => sum + one, 0) / 10;
  assert.ok(Math.abs(mean - 0.004562692162) < 1e-12);
  assert.ok(Math.abs(sharpeOfDaily(samples)! - 4.741044185144) < 1e-12);
});

Deno.test("sharpeOfDaily: none with fewer than two returns, nor where they do not vary", () => {
  for (const samples of [[], [1], [1, 2], [5, 5, 5], [1, 2, 4, 8]]) {
    assert.equal(sharpeOfDaily(samples), null);
  }
  assert.equal(sharpeOfDaily([0, 1, 2]), null);
});

Deno.test("sharpeOfDaily: rounding is no variation, the smallest change of a balance is", () => {
  const steady = Array.from({ length: 30 }, (_, day) => 1000 * 1.001 ** day);
  assert.ok(new Set(simpleReturns(steady)).size > 1, "the returns differ in their last bits");
  assert.equal(sharpeOfDaily(steady), null);
  assert.ok(sharpeOfDaily([1_000_000, 1_000_000, 1_000_000.000001])! > 0);
});
