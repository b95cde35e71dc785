import assert from "node:assert/strict";
import { near, nearPart } from "../statistics/testing/near.ts";
import { reportBlockLength } from "../statistics/mod.ts";
import { eightVariants } from "../statistics/testing/series.ts";
import { rankFamily } from "./rank_family.ts";
import type { ComparedRun } from "./compared_run.ts";
import { dailyRun, FILE, manifestOf } from "./testing/runs.ts";

const OPTIONS = { draws: 999, seed: 4242 };
const runs = eightVariants().map((returns, k) => variantRun(returns, k));

/** A run of a variant, which of its model's answers it has, and its returns. */
function variantRun(returns: ArrayLike<number>, k: number, sample = 0): ComparedRun {
  const { settings } = manifestOf("");
  const id = `${String(k).repeat(7)}${sample === 0 ? k : String.fromCharCode(96 + sample)}`;
  return dailyRun(id, returns, { settings: { ...settings, parameters: { k, sample } } });
}

Deno.test("the eight variants of methods.md A3 as a family: ranked, tested against not trading, overfitting told", () => {
  const found = rankFamily(runs, OPTIONS);
  const sharpes = found.ranked.map(({ evidence }) => evidence.sharpe!);
  assert.deepEqual(sharpes, sharpes.toSorted((one, other) => other - one));
  assert.deepEqual([found.ranked[0].id, found.benchmark, found.refused], ["55555555", null, []]);
  nearPart(found.overfitting!.probability, .138461538462, 1e-11);
  assert.equal(found.days!.count, 240);
  // The best alone has a p of about 0.03 against zero; as the best of eight it has more.
  assert.ok(
    found.ability!.p.consistent > 0.05 && found.ability!.p.consistent < 0.2,
    String(found.ability!.p.consistent),
  );
});

Deno.test("buy and hold of the family is what the others are held against", () => {
  const [first, ...others] = runs;
  const benchmark = { ...first, manifest: { ...first.manifest, agent: "buy-and-hold" } };
  const found = rankFamily([benchmark, ...others], OPTIONS);
  assert.equal(found.benchmark, "00000000");
  // T of the page is with blocks of 10 days; those of the best difference are shorter.
  assert.ok(Math.abs(found.ability!.statistic - 2.918) < 0.2, String(found.ability!.statistic));
  assert.ok(found.ability!.p.consistent < 0.03);
});

Deno.test("fewer than eight have no overfitting, and other data no test", () => {
  const few = rankFamily(runs.slice(0, 3), OPTIONS);
  assert.equal(few.overfitting, null);
  assert.deepEqual(few.refused, ["3 variants, the probability of overfitting needs 8"]);
  assert.notEqual(few.ability, null);
  const data = { ...runs[0].manifest.data, files: [{ ...FILE, sha256: "b".repeat(64) }] };
  const mixed = rankFamily([{ ...runs[0], manifest: { ...runs[0].manifest, data } }, runs[1]], OPTIONS);
  assert.deepEqual([mixed.ability, mixed.ranked.length], [null, 2]);
  assert.match(mixed.refused[0], /^different data in \d+ and \d+: BTC 15m candles/);
});

Deno.test("where buy and hold is the best, blocks are as long as the best of the others asks for", () => {
  const slow = dailyRun(
    "99999999",
    Float64Array.from({ length: 240 }, (_, day) => 0.05 * Math.sin(day / 20)),
  );
  const benchmark = { ...runs[5], manifest: { ...runs[5].manifest, agent: "buy-and-hold" } };
  const still = dailyRun(
    "88888888",
    Float64Array.from({ length: 240 }, (_, day) => day % 2 === 0 ? 1e-9 : -1e-9),
  );
  const found = rankFamily([benchmark, slow, still], OPTIONS);
  assert.deepEqual([found.ranked[0].id, found.benchmark], ["55555555", "55555555"]);
  const apart = eightVariants()[5].map((value, day) => 0.05 * Math.sin(day / 20) - value);
  assert.equal(found.blockLength, reportBlockLength(apart));
  assert.ok(found.blockLength! > 5, String(found.blockLength));
});

Deno.test("repeats of one run are ranked and not tested as the best of many", () => {
  const [first, second] = eightVariants();
  const found = rankFamily([variantRun(first, 1), variantRun(second, 1, 1)], OPTIONS);
  assert.deepEqual([found.ranked.length, found.variants, found.ability, found.overfitting], [
    2,
    1,
    null,
    null,
  ]);
  assert.deepEqual(found.refused, ["they are repeats of one run, among which there is nothing to choose"]);
});

Deno.test("repeats of several runs are tested as the mean of their days, each variant once", () => {
  const tilted = eightVariants().map((returns) =>
    [1, -1].map((side) => returns.map((r) => r + side * 0.001))
  );
  const repeated = tilted.flatMap((sides, k) =>
    sides.map((returns, sample) => variantRun(returns, k, sample))
  );
  const [found, once] = [rankFamily(repeated, OPTIONS), rankFamily(runs, OPTIONS)];
  assert.deepEqual([found.ranked.length, found.variants, found.refused], [16, 8, []]);
  near(found.ability!.statistic, once.ability!.statistic, 1e-6);
  near(found.overfitting!.probability, once.overfitting!.probability);
  assert.deepEqual(rankFamily(repeated.slice(0, 14), OPTIONS).overfitting, null);
});
