import assert from "node:assert/strict";
import { correlationOf, pearson, residualsOf } from "./correlation.ts";

// Computed by hand: means 3 and 4, sums of products 8, 10 and 10.
const XS = [1, 2, 3, 4, 5];
const YS = [2, 4, 5, 4, 5];
const near = (value: number, wanted: number): void => assert.ok(Math.abs(value - wanted) < 1e-9, `${value}`);

Deno.test("Pearson's r of a worked example, and of lines", () => {
  near(pearson(XS, YS)!, 6 / Math.sqrt(60));
  near(pearson(XS, XS.map((x) => 7 - 2 * x))!, -1);
});

Deno.test("what does not vary has none, however its mean is rounded", () => {
  assert.equal(pearson(XS, [0.1, 0.1, 0.1, 0.1, 0.1]), null);
  assert.equal(pearson(Array(120).fill(Math.log(42_000)), Array.from({ length: 120 }, (_, at) => at)), null);
  assert.deepEqual([pearson([], []), correlationOf([1, 2, 3], [1, 2, 4])], [null, null]);
});

Deno.test("Fisher's interval: tanh of atanh r ± 1.96 ÷ √(n − 3)", () => {
  const { r, low, high } = correlationOf(XS, YS)!;
  near(r, 0.7745966692414834);
  near(low, Math.tanh(Math.atanh(r) - 1.959963984540054 / Math.SQRT2));
  near(high, Math.tanh(Math.atanh(r) + 1.959963984540054 / Math.SQRT2));
  assert.deepEqual(correlationOf(XS, XS), { r: 1, low: 1, high: 1 });
});

Deno.test("residuals: nothing of a line is left, and what is left does not go with what was taken out", () => {
  for (const left of residualsOf(XS, XS.map((x) => 3 * x - 1))) near(left, 0);
  const left = residualsOf(XS, YS);
  near(left.reduce((sum, value, index) => sum + value * XS[index], 0), 0);
  near(left.reduce((sum, value) => sum + value, 0), 0);
  residualsOf([1, 1], [3, 5]).forEach((value, index) => near(value, [-1, 1][index]));
});
