import assert from "node:assert/strict";
import fc from "fast-check";
import { RollingMoments } from "./rolling_moments.ts";
import { assertNear, check, uniform } from "./testing/series.ts";

/** Mean and population variance in two passes. */
function moments(values: readonly number[]): { mean: number; variance: number } {
  const n = values.length;
  const rough = values.reduce((sum, x) => sum + x, 0) / n;
  const mean = rough + values.reduce((sum, x) => sum + (x - rough), 0) / n;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n };
}

function assertMoments(rolling: RollingMoments, values: readonly number[]): void {
  const expected = moments(values);
  assertNear(rolling.mean, expected.mean, 1e-14 * Math.abs(expected.mean) * values.length);
  assertNear(Math.sqrt(rolling.variance), Math.sqrt(expected.variance), 1e-9 * Math.sqrt(expected.variance));
}

Deno.test("RollingMoments is the mean and population variance of the last values", () => {
  const price = fc.integer({ min: 1, max: 1e6 });
  check(
    fc.tuple(fc.integer({ min: 1, max: 30 }), fc.array(price, { maxLength: 100 })),
    ([period, values]) => {
      const rolling = new RollingMoments(period);
      values.forEach((x, i) => {
        rolling.add(x);
        assert.equal(rolling.filled, i + 1 >= period);
        if (rolling.filled) assertMoments(rolling, values.slice(i + 1 - period, i + 1));
        else assert.ok(Number.isNaN(rolling.mean) && Number.isNaN(rolling.variance));
      });
    },
  );
});

Deno.test("no drift: a million values of very different sizes later, it is as exact as on the first day", () => {
  for (const period of [3, 20, 365]) {
    const rolling = new RollingMoments(period);
    const random = uniform(period);
    const last: number[] = [];
    for (let i = 0; i < 1_000_000; i++) {
      const x = (1 + random()) * (i % 1000 === 0 ? 1e6 : 1e-6);
      rolling.add(x);
      if (i >= 1_000_000 - period) last.push(x);
    }
    assertMoments(rolling, last);
  }
});

Deno.test("a deviation far smaller than the price keeps its digits", () => {
  const rolling = new RollingMoments(20);
  const values = Array.from({ length: 1005 }, (_, i) => 1e6 + (i % 7) / 1024); // exact in binary
  for (const x of values) rolling.add(x);
  const expected = moments(values.slice(-20).map((x) => x - 1e6)).variance;
  assertNear(Math.sqrt(rolling.variance), Math.sqrt(expected), 1e-6 * Math.sqrt(expected));
});

Deno.test("equal values give exactly their value and no variance", () => {
  const rolling = new RollingMoments(7);
  for (let i = 0; i < 30; i++) rolling.add(0.1);
  assert.equal(rolling.mean, 0.1);
  assert.equal(rolling.variance, 0);
});
