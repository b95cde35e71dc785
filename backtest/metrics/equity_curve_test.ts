import assert from "node:assert/strict";
import fc from "fast-check";
import { EquityCurve, MAX_CURVE_POINTS } from "./equity_curve.ts";

function curveOf(cycles: number): EquityCurve {
  const curve = new EquityCurve();
  for (let at = 0; at < cycles; at++) curve.push(at, 1000 + at);
  return curve;
}

function closesOf(cycles: number, points = Infinity): number[] {
  return curveOf(cycles).points(points).map(({ close }) => close);
}

Deno.test("a short run keeps every cycle", () => {
  assert.deepEqual(closesOf(0), []);
  assert.deepEqual(closesOf(1), [0]);
  assert.deepEqual(closesOf(2047), Array.from({ length: 2047 }, (_, at) => at));
});

Deno.test("when the places are full each two buckets become one, and the cycle at hand stays the last", () => {
  const closes = closesOf(2048);
  assert.deepEqual(closes.slice(0, 4), [0, 2, 4, 6]);
  assert.deepEqual(closes.slice(-2), [2046, 2047]);
  assert.equal(closes.length, 1 + 1023 + 1);
});

Deno.test("any run keeps first and last cycle, in order, evenly, within the bound", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40_000 }), (cycles) => {
      const points = curveOf(cycles).points(Infinity);
      assert.ok(points.length <= MAX_CURVE_POINTS);
      assert.equal(points[0].close, 0);
      assert.equal(points.at(-1)!.close, cycles - 1);
      const widest = Math.max(1, 2 ** Math.ceil(Math.log2(cycles / (MAX_CURVE_POINTS - 2))));
      for (let at = 0; at < points.length; at++) {
        assert.equal(points[at].equityUsd, 1000 + points[at].close);
        const step = at === 0 ? 1 : points[at].close - points[at - 1].close;
        assert.ok(step >= 1 && step <= widest, `a step of ${step} in ${cycles} cycles`);
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("fewer points are chosen evenly, the last always among them", () => {
  assert.deepEqual(closesOf(9, 5), [0, 2, 4, 6, 8]);
  assert.deepEqual(closesOf(9, 1), [8]);
  assert.deepEqual(closesOf(9, 0), []);
  assert.equal(closesOf(35_040, 60).length, 60);
  assert.equal(closesOf(35_040, 60).at(-1), 35_039);
});
