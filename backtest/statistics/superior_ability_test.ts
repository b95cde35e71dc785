import assert from "node:assert/strict";
import { superiorAbility } from "./superior_ability.ts";
import { nearPart } from "./testing/near.ts";
import { eightVariants } from "./testing/series.ts";

const [benchmark, ...variants] = eightVariants();
const OPTIONS = { seed: 4242, draws: 999, blockLength: 10 };

Deno.test("Hansen's test and White's reality check on M, methods.md A3", () => {
  const found = superiorAbility(variants, benchmark, OPTIONS);
  nearPart(found.statistic, 2.918140516046, 1e-12);
  const { lower, consistent, upper } = found.p;
  assert.deepEqual([lower, consistent, upper].map((p) => Math.round(p * 999)), [12, 13, 13]);
  nearPart(found.realityCheck.statistic, 0.047448291225, 1e-11);
  const check = found.realityCheck.p;
  assert.deepEqual([check.lower, check.consistent, check.upper].map((p) => Math.round(p * 999)), [
    10,
    11,
    11,
  ]);
});

Deno.test("variants far below the benchmark do not help the consistent null, only the upper one", () => {
  const bad = variants.map((variant) => variant.map((value) => value - 0.01));
  const found = superiorAbility([...bad, variants[4]], benchmark, OPTIONS);
  const alone = superiorAbility([variants[4]], benchmark, OPTIONS);
  assert.equal(found.p.consistent, alone.p.consistent);
  assert.ok(found.p.upper > found.p.consistent);
});

Deno.test("a variant that is the benchmark has nothing to show", () => {
  const found = superiorAbility([benchmark], benchmark, OPTIONS);
  const one = { lower: 1, consistent: 1, upper: 1 };
  assert.deepEqual([found.statistic, found.p, found.realityCheck.p], [0, one, one]);
});

Deno.test("variants that all lose against the benchmark are no evidence, however much they lose", () => {
  for (const loss of [0.001, 0.003, 0.01, 0.1]) {
    const bad = variants.map((variant) =>
      variant.map((value, day) => Math.min(value, benchmark[day]) - loss)
    );
    const { statistic, p } = superiorAbility(bad, benchmark, OPTIONS);
    assert.deepEqual([statistic, p], [0, { lower: 1, consistent: 1, upper: 1 }], `${loss} a day`);
  }
});
