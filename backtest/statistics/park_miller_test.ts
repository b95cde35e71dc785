import assert from "node:assert/strict";
import { ParkMiller } from "./park_miller.ts";
import { near } from "./testing/near.ts";
import { eightVariants, pairOfSeries } from "./testing/series.ts";

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

Deno.test("the series of methods.md A3, to the bit", () => {
  const { a, b } = pairOfSeries();
  const variants = eightVariants();
  assert.deepEqual([a[0], a[1], b[0]], [-0.00789260477176524, 0.0009812199610198073, 0.005967634354144154]);
  assert.deepEqual([variants[0][0], variants[1][0]], [0.025549409207584993, -0.006853749026383157]);
  near(sum(a), 0.0662599495274713, 1e-15);
  near(sum(b), -0.04923652162493513, 1e-15);
  near(variants.reduce((total, variant) => total + sum(variant), 0), -0.4003145356291503, 1e-14);
});

Deno.test("the state after 10,000 draws from 1 is that of Park and Miller's paper", () => {
  const random = new ParkMiller(1);
  let last = 0;
  for (let count = 0; count < 10_000; count++) last = random.next();
  assert.equal(Math.round(last * 2147483647), 1043618065);
});

Deno.test("a seed that the generator would stand still at is refused", () => {
  for (const seed of [0, -1, 1.5, NaN, 2147483647]) {
    assert.throws(() => new ParkMiller(seed), /wanted a whole number from 1 to 2147483646/);
  }
});
