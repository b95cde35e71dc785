import assert from "node:assert/strict";
import { DAY_MS } from "../../engine/mod.ts";
import { momentsOf, varianceOf } from "../statistics/mod.ts";
import { near } from "../statistics/testing/near.ts";
import { eightVariants } from "../statistics/testing/series.ts";
import { knownTrials } from "./known_trials.ts";
import { equitiesOf, indexOf, START } from "./testing/runs.ts";

const variants = eightVariants().map((returns) => indexOf(equitiesOf(returns)));

Deno.test("the variance is that of the trials' ratios per day, methods.md A3", () => {
  const { raw, variance, known, effective } = knownTrials(8, variants)!;
  assert.deepEqual([raw, known], [8, 8]);
  near(variance, .005484719353893, 1e-12);
  assert.ok(effective! > 4 && effective! < 8);
});

Deno.test("trials whose runs are gone count whole", () => {
  const whole = knownTrials(8, variants)!;
  near(knownTrials(11, variants)!.effective!, whole.effective! + 3, 1e-12);
});

Deno.test("one trial has no luck to take off; of several unknown ones nothing is known", () => {
  assert.deepEqual(knownTrials(1, []), { raw: 1, effective: null, variance: 0, known: 0 });
  assert.equal(knownTrials(5, variants.slice(0, 1)), null);
  const flat = indexOf(equitiesOf(new Float64Array(240)));
  assert.equal(knownTrials(2, [variants[0], flat]), null);
});

Deno.test("trials without days in common have a spread, but nobody knows how alike they are", () => {
  const later = indexOf(variants[1].daily, { firstDay: START + 220 * DAY_MS });
  const { effective, variance } = knownTrials(2, [variants[0], later])!;
  assert.equal(effective, null);
  const ratio = (index: number) => {
    const { mean, deviation } = momentsOf(eightVariants()[index]);
    return mean / deviation;
  };
  near(variance, varianceOf([ratio(0), ratio(1)]), 1e-12);
});
