import assert from "node:assert/strict";
import { chanceText, verdictOf } from "./compare_verdict.ts";
import { comparison, pair, side, testOf } from "./testing/comparison.ts";

const FOUND = "the 95 % interval of A − B, ";

Deno.test("an interval that holds zero tells nothing apart", () => {
  assert.equal(
    verdictOf(comparison([pair(testOf(-0.5, 7.69))])),
    `365 days do not tell A and B apart: ${FOUND}-0.50 to +7.69 bp a day, holds zero.`,
  );
});

Deno.test("one that leaves zero out names who earned more, and nothing more than that", () => {
  assert.equal(
    verdictOf(comparison([pair(testOf(1, 9), { standing: "first" })])),
    `Over 365 days A earned more than B: ${FOUND}+1.00 to +9.00 bp a day, leaves zero out.`,
  );
  assert.match(
    verdictOf(comparison([pair(testOf(-9, -1), { standing: "second" })])),
    /^Over 365 days B earned more than A/,
  );
});

Deno.test("a market that is made up and a model that may remember take from it", () => {
  const pairs = [pair(testOf(1, 9), { standing: "first" })];
  const made = comparison(pairs, { runs: [side("a", { synthetic: true }), side("b")] });
  assert.match(
    verdictOf(made),
    /leaves zero out, on a synthetic market, which says nothing of real prices\.$/,
  );
  const memory = { grade: "CONTAMINATED", overlap: 1 } as const;
  const remembered = comparison(pairs, { runs: [side("a"), side("b", { memory })] });
  assert.match(verdictOf(remembered), /, with a model that may remember that time \(CONTAMINATED\)\.$/);
});

Deno.test("what hangs on the blocks, or does not outlive many pairs, is not told apart", () => {
  assert.match(
    verdictOf(comparison([pair(testOf(1, 9), { standing: "sensitive" })])),
    /^365 days do not tell A and B apart: .* leaves zero out, but with other block lengths it does not\.$/,
  );
  const many = comparison([pair(testOf(1, 9), { standing: "many" }), pair(null)]);
  assert.equal(
    verdictOf(many),
    `365 days do not tell A and B apart: ${FOUND}+1.00 to +9.00 bp a day, leaves zero out, but its p among 2 pairs is ` +
      "above 0.05 (0.0312 alone); A and C were not tested: different data: BTC 15m candles: x.csv has another SHA-256 in each.",
  );
});

Deno.test("chances are as fine as they are small", () => {
  assert.deepEqual([0.5, 0.1, 0.0312, 0.0001, 0.00001].map(chanceText), [
    "0.50",
    "0.10",
    "0.0312",
    "0.0001",
    "below 0.0001",
  ]);
});
