import assert from "node:assert/strict";
import { nearPart } from "../statistics/testing/near.ts";
import { reportBlockLength } from "../statistics/mod.ts";
import { eightVariants } from "../statistics/testing/series.ts";
import { rankFamily } from "./rank_family.ts";
import { dailyRun, FILE } from "./testing/runs.ts";

const OPTIONS = { draws: 999, seed: 4242 };
const runs = eightVariants().map((returns, k) => dailyRun(String(k).repeat(8), returns));

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
  assert.deepEqual(few.refused, ["3 runs, the probability of overfitting needs 8"]);
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
