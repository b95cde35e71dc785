import assert from "node:assert/strict";
import fc from "fast-check";
import { emaAlpha, ExponentialMean, wilderAlpha } from "./exponential_mean.ts";
import { assertNear, check, uniform, wilderMeans } from "./testing/series.ts";

Deno.test("ExponentialMean with Wilder's alpha is Wilder's smoothing", () => {
  const inputs = fc.tuple(
    fc.integer({ min: 1, max: 20 }),
    fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })),
  );
  check(inputs, ([period, values]) => {
    const mean = new ExponentialMean(period, wilderAlpha(period));
    const expected = wilderMeans(values, period);
    values.forEach((x, i) => {
      mean.add(x);
      assert.equal(mean.seeded, i + 1 >= period);
      assertNear(mean.mean, expected[i], 1e-8);
    });
  });
});

Deno.test("ExponentialMean by hand: seed (1 + 2 + 6) / 3 = 3, then half way to 5, then half way to 0", () => {
  const mean = new ExponentialMean(3, emaAlpha(3));
  const means = [1, 2, 6, 5, 0].map((x) => {
    mean.add(x);
    return mean.mean;
  });
  assert.deepEqual(means, [NaN, NaN, 3, 4, 2]);
});

Deno.test("a million values later, ExponentialMean is still the weighted sum of its past", () => {
  const mean = new ExponentialMean(50, emaAlpha(50));
  const random = uniform(7);
  const values = Array.from({ length: 1_000_000 }, (_, i) => 1e6 * random() + (i === 500_000 ? 1e15 : 0));
  for (const x of values) mean.add(x);
  // The last 2000 carry all but (49 / 51)^2000 of the weight.
  const expected = values.slice(-2000).reduceRight(
    ({ sum, weight }, x) => ({ sum: sum + weight * x, weight: weight * (1 - emaAlpha(50)) }),
    { sum: 0, weight: emaAlpha(50) },
  ).sum;
  assertNear(mean.mean, expected, 1e-12 * expected);
});
