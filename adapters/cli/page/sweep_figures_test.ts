import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { RunIndex, RunManifest, SweepMark } from "../../../engine/mod.ts";
import { chosenAmong, equityFan, heatMap, histogram, type SweptRun, trainTests } from "./sweep_figures.ts";
import { sweepSection } from "./sweep_section.ts";

/** A run of a sweep; its equity goes evenly to `end`. */
function run(sweep: Omit<SweepMark, "job">, sharpe: number | null, end = 1): SweptRun {
  const range = { from: 0, until: 100 };
  const manifest = { sweep: { job: 0, ...sweep }, range, metrics: { sharpe } } as unknown as RunManifest;
  const curve = Array.from({ length: 11 }, (_, at) => [at * 10, 100 + (end - 1) * 10 * at] as const);
  return { manifest, index: { curve } as unknown as RunIndex };
}

Deno.test("the map is over the two that vary most, numbers by size, seeds left out, each cell a mean", () => {
  const runs = ["5", "10", "20"].flatMap((fast) =>
    ["a", "b"].flatMap((risk) =>
      ["1", "2"].map((seed) => run({ point: { risk, fast, seed } }, Number(fast) * Number(seed)))
    )
  );
  const map = heatMap(runs)!;
  deepStrictEqual([map.across, map.down, map.columns, map.rows], ["fast", "risk", ["5", "10", "20"], [
    "a",
    "b",
  ]]);
  deepStrictEqual(map.cells[1][2], { mean: 30, runs: 2 });
  strictEqual(heatMap([run({ point: {} }, 1), run({ point: {} }, 2)]), null);
  deepStrictEqual(
    heatMap(runs.map(({ manifest, index }) => ({
      manifest: { ...manifest, sweep: { job: 0, point: { seed: manifest.sweep!.point.seed } } },
      index,
    })))!.columns,
    ["1", "2"],
  );
});

Deno.test("every Sharpe ratio is in one part of the distribution, the highest in the last", () => {
  const bins = histogram([-1, 0, 0.5, 2]);
  strictEqual(bins.reduce((sum, { count }) => sum + count, 0), 4);
  strictEqual(bins.at(-1)!.count, 1);
  strictEqual(bins[0].from, -1);
});

Deno.test("the fan has the middle of the runs at each moment, and the best by Sharpe ratio", () => {
  const runs = [1, 2, 3, 4, 5].map((end) => run({ point: {} }, end === 2 ? 9 : 0, end));
  const fan = equityFan(runs)!;
  deepStrictEqual(fan[0].quantiles, [0, 0, 0, 0, 0]);
  ok(Math.abs(fan.at(-1)!.quantiles[2] - 2) < 1e-12);
  ok(Math.abs(fan.at(-1)!.best - 1) < 1e-12);
  strictEqual(equityFan(runs.slice(0, 2)), null);
});

Deno.test("a test stands beside the train of the same settings and window, and tests are not chosen among", () => {
  const runs = [
    run({ point: { fast: "5" }, part: "train", window: 0 }, 2),
    run({ point: { fast: "9" }, part: "train", window: 0 }, 1),
    run({ point: { fast: "5" }, part: "train", window: 1 }, 7),
    run({ point: { fast: "5" }, part: "test", window: 0 }, -1),
  ];
  deepStrictEqual(trainTests(runs), [{ window: 0, train: 2, test: -1 }]);
  strictEqual(chosenAmong(runs).length, 3);
  const { text } = sweepSection(runs);
  ok(text.includes("Train against test") && text.includes("Mean Sharpe ratio over the settings"));
  ok(text.includes("Of what was chosen in 1 windows, 0 had"));
});

Deno.test("a family that is no sweep has none of it", () => {
  const plain = run({ point: {} }, 1);
  const { sweep: _, ...manifest } = plain.manifest;
  strictEqual(sweepSection([{ ...plain, manifest }, { ...plain, manifest }]).text, "");
});
