import assert from "node:assert/strict";
import { effectiveTrials } from "./effective_trials.ts";
import { near } from "./testing/near.ts";
import { eightVariants } from "./testing/series.ts";

const [first, second] = [[1, -1, 1, -1], [1, 1, -1, -1]];

Deno.test("uncorrelated trials count each, equal ones once", () => {
  near(effectiveTrials([first, second]), 2, 1e-12);
  near(effectiveTrials([first, first, first]), 1, 1e-7);
  near(effectiveTrials([first, first.map((value) => 3 - 2 * value)]), 1, 1e-7);
  assert.deepEqual([effectiveTrials([]), effectiveTrials([first])], [0, 1]);
  near(effectiveTrials([first, [0, 0, 0, 0]]), 2, 1e-12);
});

Deno.test("two trials of correlation r: eigenvalues 1 ± r", () => {
  const mixed = first.map((value, day) => 0.6 * value + 0.8 * second[day]);
  near(effectiveTrials([first, mixed]), Math.exp(-0.8 * Math.log(0.8) - 0.2 * Math.log(0.2)), 1e-12);
});

Deno.test("eight variants with something in common come to less than eight", () => {
  const found = effectiveTrials(eightVariants());
  assert.ok(found > 4 && found < 8, String(found));
});
