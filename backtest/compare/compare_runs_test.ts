import assert from "node:assert/strict";
import { DAY_MS, type JsonValue } from "../../engine/mod.ts";
import { pairOfSeries } from "../statistics/testing/series.ts";
import { near, nearPart } from "../statistics/testing/near.ts";
import { compareRuns } from "./compare_runs.ts";
import { dailyRun, FILE, linesOf, START } from "./testing/runs.ts";

const OPTIONS = { draws: 999, seed: 20251122 };
const { a, b } = pairOfSeries();
const [runA, runB] = [dailyRun("aaaaaaaa", a), dailyRun("bbbbbbbb", b)];

Deno.test("the pair of methods.md A3 as two runs: not told apart, by any figure", () => {
  const { runs, settings, days, pairs: [pair] } = compareRuns([runA, runB], OPTIONS);
  assert.deepEqual(settings, []);
  assert.deepEqual(days, { from: START, until: START + 240 * DAY_MS, count: 240 });
  const { test, standing, refused, adjustedP } = pair;
  assert.deepEqual([refused, standing], [null, "open"]);
  near(test!.meanReturn.value, 4.812352964684e-4, 1e-12);
  assert.deepEqual([test!.blockLength, test!.days], [5, 240]);
  near(test!.optimalBlockLength, 1.569093, 1e-6);
  assert.equal(adjustedP, test!.meanReturn.p);
  nearPart(test!.sharpe!.value, 0.0420583145745 * Math.sqrt(365), 1e-9);
  near(test!.sharpe!.p!, 0.3522, 0.03);
  for (
    const { interval } of [
      test!.meanReturn,
      test!.sharpe!,
      test!.maxDrawdown,
      ...test!.meanReturn.sensitivity,
    ]
  ) {
    assert.ok(interval.low < 0 && interval.high > 0);
  }
  assert.deepEqual(test!.meanReturn.sensitivity.map(({ blockLength }) => blockLength), [2.5, 10]);
  nearPart(runs[0].evidence.sharpe!, 0.454559066848, 1e-9);
  assert.equal(runs[0].evidence.deflatedSharpe, null);
});

Deno.test("the same seed gives the same figures, another one others", () => {
  const test = (seed: number) => compareRuns([runA, runB], { ...OPTIONS, seed }).pairs[0].test;
  assert.deepEqual(test(7), test(7));
  assert.notDeepEqual(test(7)!.meanReturn.interval, test(8)!.meanReturn.interval);
});

Deno.test("a clear winner stands first or second, as it is named", () => {
  const far = dailyRun("cccccccc", a.map((value) => value + 0.004));
  assert.equal(compareRuns([far, runB], OPTIONS).pairs[0].standing, "first");
  assert.equal(compareRuns([runB, far], OPTIONS).pairs[0].standing, "second");
});

Deno.test("among many pairs p is Holm's, and a difference that does not outlive it stands as one of many", () => {
  const slightly = dailyRun("cccccccc", a.map((value, day) => b[day] + (value - b[day]) + 0.00055));
  const alone = compareRuns([runB, slightly], OPTIONS).pairs[0];
  assert.equal(alone.standing, "second");
  assert.ok(alone.adjustedP! > 0.0125 && alone.adjustedP! < 0.05, String(alone.adjustedP));
  const others = ["d", "e", "f"].map((letter) => ({
    ...runA,
    manifest: { ...runA.manifest, id: letter.repeat(8) },
  }));
  const among = compareRuns([runB, slightly, ...others], OPTIONS).pairs[0];
  near(among.adjustedP!, 4 * alone.adjustedP!, 1e-12);
  assert.equal(among.standing, "many");
  const [, second] = compareRuns([runB, slightly, ...others], OPTIONS).pairs;
  near(second.adjustedP!, 3 * second.test!.meanReturn.p!, 1e-12);
});

Deno.test("a model that deflates: what was tried takes from the ratio's chance", () => {
  const trials = { raw: 10, effective: 4.5, variance: 0.005, known: 10 };
  const { runs: [{ evidence }] } = compareRuns([runA, runB], { ...OPTIONS, trialsOf: () => trials });
  assert.ok(evidence.deflatedSharpe!.raw! < evidence.deflatedSharpe!.effective!);
  assert.ok(evidence.deflatedSharpe!.effective! < evidence.probabilisticSharpe!);
});

Deno.test("different data and too few days are told, not tested", () => {
  const data = { ...runB.manifest.data, files: [{ ...FILE, sha256: "b".repeat(64) }] };
  const other = { ...runB, manifest: { ...runB.manifest, data } };
  const { pairs: [pair] } = compareRuns([runA, other], OPTIONS);
  assert.deepEqual([pair.test, pair.standing, pair.adjustedP], [null, null, null]);
  assert.match(pair.refused!, /^different data: BTC 15m candles: /);
  const short = compareRuns([dailyRun("aaaaaaaa", a.subarray(0, 29)), runB], OPTIONS).pairs[0];
  assert.equal(short.refused, "29 daily returns in common, 30 are needed");
  assert.notEqual(compareRuns([dailyRun("aaaaaaaa", a.subarray(0, 30)), runB], OPTIONS).pairs[0].test, null);
});

Deno.test("a run beside itself differs in nothing", () => {
  const { pairs: [pair] } = compareRuns(
    [runA, { ...runA, manifest: { ...runA.manifest, id: "x" } }],
    OPTIONS,
  );
  assert.deepEqual(pair.parting, { parting: null, same: 241 });
  assert.deepEqual([pair.test!.meanReturn.value, pair.test!.meanReturn.p, pair.standing], [0, 1, "open"]);
  assert.deepEqual(pair.test!.sharpe!.value, 0);
});

Deno.test("a model beside a rule was not asked in other words; another prompt of the same model was", () => {
  const decided = (id: string, parameters: JsonValue, action: "buy" | "sell") => {
    const run = dailyRun(id, a);
    const manifest = { ...run.manifest, settings: { ...run.manifest.settings, parameters } };
    const decision = { asset: "BTC", action, rationale: "", outcome: "accepted" } as const;
    const lines = () => {
      const entry = {
        kind: "cycle",
        close: START,
        balanceUsd: 1,
        equityUsd: 1,
        decisions: [decision],
      } as const;
      return linesOf([{ kind: "run", schema: 1, key: id }, entry]).values();
    };
    return { ...run, manifest, lines };
  };
  const model = decided("aaaaaaaa", { prompt: { sha256: "x" }, model: "m" }, "buy");
  const cause = (other: typeof model) => compareRuns([model, other], OPTIONS).pairs[0].parting.parting?.cause;
  assert.equal(cause(decided("bbbbbbbb", null, "sell")), "answer");
  assert.equal(cause(decided("bbbbbbbb", { prompt: { sha256: "y" }, model: "m" }, "sell")), "prompt");
  assert.equal(cause(decided("bbbbbbbb", { prompt: { sha256: "x" }, model: "n" }, "sell")), "answer");
});
