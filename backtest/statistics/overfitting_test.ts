import assert from "node:assert/strict";
import { overfitting } from "./overfitting.ts";
import { nearPart } from "./testing/near.ts";
import { eightVariants } from "./testing/series.ts";

const variants = eightVariants();

/** Parts, splits, PBO, mean logit, slope, chance of a loss: methods.md A3. */
const EXPECTED = [
  [4, 6, .333333, .786416478549, -1.954761339, null],
  [8, 70, .214285714286, 1.199848929188, -1.379003936, .228571428571],
  [16, 12_870, .138461538462, 1.458227233365, -.760756554, .170551670552],
] as const;

for (const [parts, splits, probability, logit, slope, loss] of EXPECTED) {
  Deno.test(`overfitting of M in ${parts} parts, methods.md A3`, () => {
    const found = overfitting(variants, parts)!;
    assert.deepEqual([found.splits, found.trimmed], [splits, 0]);
    nearPart(found.probability, probability, 2e-6);
    nearPart(found.meanLogit, logit, 1e-11);
    nearPart(found.slope, slope, 1e-9);
    if (loss !== null) nearPart(found.lossProbability, loss, 1e-11);
  });
}

Deno.test("variants that are one and the same share the middle rank: the chosen one is no better than half of them", () => {
  const [one] = variants;
  for (const count of [2, 3]) {
    const found = overfitting(Array.from({ length: count }, () => one), 8)!;
    assert.deepEqual([found.meanLogit, found.probability], [0, 1]);
  }
});

Deno.test("days that do not fill the parts are left out at the front", () => {
  const longer = variants.map((variant) => Float64Array.from([9, 9, 9, ...variant]));
  const found = overfitting(longer, 8)!;
  assert.equal(found.trimmed, 3);
  nearPart(found.probability, .214285714286, 1e-11);
});

Deno.test("one variant, or too few days, cannot be divided", () => {
  assert.equal(overfitting(variants.slice(0, 1), 8), null);
  assert.equal(overfitting(variants.map((variant) => variant.subarray(0, 15)), 8), null);
  assert.equal(overfitting([]), null);
});
