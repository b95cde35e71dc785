import assert from "node:assert/strict";
import { inverseNormal, Random } from "./random.ts";
import { centralMoment, correlation, deviation, mean } from "./statistics.ts";

const DRAWS = 200_000;

function draw(random: Random, of: "uniform" | "normal" | "exponential"): Float64Array {
  return Float64Array.from({ length: DRAWS }, () => random[of]());
}

Deno.test("the same seed and name give the same numbers; another seed or name gives others", () => {
  const first = (seed: number, name: string) => {
    const random = new Random(seed, name);
    return [random.uniform(), random.uniform(), random.uniform()];
  };
  assert.deepEqual(first(1, "a"), first(1, "a"));
  assert.notDeepEqual(first(1, "a"), first(2, "a"));
  assert.notDeepEqual(first(1, "a"), first(1, "b"));
});

Deno.test("uniform numbers lie between 0 and 1 and fill the space evenly", () => {
  const values = draw(new Random(1, "uniform"), "uniform");
  assert.ok(values.every((value) => value > 0 && value < 1));
  const counts = new Array<number>(20).fill(0);
  values.forEach((value) => counts[Math.floor(value * 20)]++);
  const chiSquare = counts.reduce((sum, count) => sum + (count - DRAWS / 20) ** 2 / (DRAWS / 20), 0);
  assert.ok(chiSquare < 43.8, `chi-square ${chiSquare}: less than 1 in 1000 is as uneven`);
});

Deno.test("normal numbers have mean 0, deviation 1, kurtosis 3 and no memory", () => {
  const values = draw(new Random(1, "normal"), "normal");
  assert.ok(Math.abs(mean(values)) < 0.01);
  assert.ok(Math.abs(deviation(values) - 1) < 0.01);
  assert.ok(Math.abs(centralMoment(values, 4) - 3) < 0.1);
  assert.ok(Math.abs(correlation(values.subarray(1), values.subarray(0, -1))) < 0.01);
});

Deno.test("exponential numbers have mean 1 and deviation 1", () => {
  const values = draw(new Random(1, "exponential"), "exponential");
  assert.ok(values.every((value) => value > 0));
  assert.ok(Math.abs(mean(values) - 1) < 0.01 && Math.abs(deviation(values) - 1) < 0.015);
});

Deno.test("streams of different names do not move together", () => {
  const a = draw(new Random(7, "one"), "normal");
  const b = draw(new Random(7, "two"), "normal");
  assert.ok(Math.abs(correlation(a, b)) < 0.01);
});

for (const [p, wanted] of [[0.5, 0], [0.975, 1.959964], [0.0013499, -3], [2.8665e-7, -5], [0.9, 1.2815516]]) {
  Deno.test(`the normal value at ${p} is ${wanted}`, () => {
    assert.ok(Math.abs(inverseNormal(p) - wanted) < 1e-4, String(inverseNormal(p)));
  });
}
