import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { RunManifest } from "../../engine/mod.ts";
import { drawBlocks } from "./blocks.ts";
import { painter } from "./paint.ts";
import { type EvidenceOf, walkBlocks, type WalkedRun, walkJson, walkOf, walkVerdict } from "./walk_view.ts";

const DAY_MS = 86_400_000;

/** A run of a window that begins so many days on, with a Sharpe ratio. */
function run(part: "train" | "test", window: number, at: { fast: string; sharpe: number | null }): WalkedRun {
  const from = (window + (part === "test" ? 2 : 0)) * DAY_MS;
  const manifest = {
    ...{ id: `${part}-${window}-${at.fast}`, range: { from, until: from + DAY_MS } },
    ...{ sweep: { job: 0, point: { fast: at.fast }, part, window } },
    metrics: { sharpe: at.sharpe, totalReturn: 0.01 },
  };
  return { manifest: manifest as unknown as RunManifest, index: { daily: [100, 100 + window] } };
}

const RUNS = [
  run("test", 1, { fast: "5", sharpe: -2 }),
  run("train", 0, { fast: "5", sharpe: 1 }),
  run("train", 0, { fast: "10", sharpe: 3 }),
  run("train", 1, { fast: "5", sharpe: 2 }),
  run("test", 0, { fast: "10", sharpe: 0.5 }),
  run("train", 2, { fast: "5", sharpe: 4 }),
];

const between = (low: number, high: number): EvidenceOf => () => ({
  ...{ days: 60, totalReturn: 0.02, sharpe: 1, low, high },
});

Deno.test("each test stands beside the train it was chosen on, in order of time, and all tests are judged as one", () => {
  let judged: unknown = null;
  const walk = walkOf(RUNS, (daily) => {
    judged = daily;
    return null;
  })!;
  const ids = walk.pairs.map(({ train, test }) => [train.manifest.id, test.manifest.id]);
  deepStrictEqual(ids, [["train-0-10", "test-0-10"], ["train-1-5", "test-1-5"]]);
  deepStrictEqual(judged, [[100, 100], [100, 101]]);
  strictEqual(walk.untested, 1);
});

Deno.test("a family that does not walk forward is none", () => {
  const runs = RUNS.map((one) => ({ ...one, manifest: { ...one.manifest, sweep: { job: 0, point: {} } } }));
  strictEqual(walkOf(runs, between(1, 2)), null);
});

Deno.test("the words say what trains promised, what tests kept, and whether anything survives", () => {
  const verdicts: readonly (readonly [low: number, high: number, wanted: RegExp])[] = [
    [0.1, 2, /^It survives:/],
    [-1, 1, /^Nothing survives:/],
    [-2, -0.1, /^It does not survive:/],
  ];
  for (const [low, high, wanted] of verdicts) match(walkVerdict(walkOf(RUNS, between(low, high))!), wanted);
  match(walkVerdict(walkOf(RUNS, () => null)!), /^The tests say nothing yet/);
  const walk = walkOf(RUNS, between(-1, 1))!;
  const drawn = drawBlocks(
    walkBlocks("f-1", walk, { runs: 6, leftOut: ["Left out: x."] }),
    200,
    painter(false),
  );
  match(drawn, /6 runs · walks forward through 3 windows/);
  match(drawn, /1970-01-03 +fast=10 +3\.00 +0\.50 +\+1\.00 %/);
  match(drawn, /Sharpe ratio of 2\.50 on the trains and of -0\.75 on the tests, in the mean of 2 windows/);
  match(drawn, /above zero on 1 test\./);
  match(drawn, /1 window without a test\.\n(.*\n)*.*Left out: x\./);
  const { verdict, walked } = JSON.parse(walkJson("f-1", walk, []));
  match(verdict, /^Nothing survives/);
  deepStrictEqual(walked[0].train, {
    ...{ id: "train-0-10", range: { from: 0, until: DAY_MS }, sharpe: 3, totalReturn: 0.01 },
  });
});

Deno.test("a ratio that is not there is left out of the means", () => {
  const runs = [...RUNS, run("test", 2, { fast: "5", sharpe: null })];
  const drawn = drawBlocks(
    walkBlocks("f-1", walkOf(runs, between(-1, 1))!, { runs: 7, leftOut: [] }),
    200,
    painter(false),
  );
  match(drawn, /in the mean of 2 windows/);
});
