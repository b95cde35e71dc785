import assert from "node:assert/strict";
import { bootstrap, momentsOf, percentileInterval, sharpeAt, stationary } from "../statistics/mod.ts";
import { near, nearPart } from "../statistics/testing/near.ts";
import { eightVariants, pairOfSeries } from "../statistics/testing/series.ts";
import { reportEvidence } from "./report_evidence.ts";
import { runEvidence, runIntervals } from "./run_evidence.ts";
import { equitiesOf, indexOf } from "./testing/runs.ts";

const best = eightVariants()[5];
const { a } = pairOfSeries();
const OPTIONS = { seed: 1, draws: 999 };

Deno.test("the best of the eight variants of methods.md A3: its ratio, its chances, what trials leave", () => {
  const trials = { raw: 8, effective: 8, variance: .005484719353893, known: 8 };
  const found = runEvidence(best, trials);
  nearPart(found.sharpe!, .124695482950 * Math.sqrt(365), 1e-10);
  nearPart(found.probabilisticSharpe!, .972843884616, 1e-11);
  nearPart(found.deflatedSharpe!.raw!, .601345890651, 1e-10);
  assert.equal(found.deflatedSharpe!.raw, found.deflatedSharpe!.effective);
  const { mean, deviation } = momentsOf(best);
  const rough = 1 + (1 + (mean / deviation) ** 2 / 2) * (1.6448536 / (mean / deviation)) ** 2;
  nearPart(found.minimumTrackRecordDays!, rough, 0.02);
});

Deno.test("without trials, or without a ratio, there is nothing to deflate", () => {
  assert.equal(runEvidence(best, null).deflatedSharpe, null);
  const flat = runEvidence(new Float64Array(40), { raw: 2, effective: null, variance: 1, known: 2 });
  assert.deepEqual([flat.sharpe, flat.probabilisticSharpe, flat.deflatedSharpe], [null, null, null]);
  const half = runEvidence(best, { raw: 8, effective: null, variance: 0.001, known: 8 });
  assert.deepEqual([half.deflatedSharpe!.effective, half.deflatedSharpe!.raw! > 0], [null, true]);
});

Deno.test("intervals of one run: each has its figure inside, and stays within what such a figure can be", () => {
  const { totalReturn, sharpe, maxDrawdown, blockLength } = runIntervals(a, OPTIONS);
  assert.equal(blockLength, 5);
  const growth = a.reduce((value, r) => value * (1 + r), 1) - 1;
  assert.ok(totalReturn.low > -1 && totalReturn.low < growth && growth < totalReturn.high);
  assert.ok(
    maxDrawdown.low < maxDrawdown.high && maxDrawdown.high < 0 && maxDrawdown.low > -1,
    JSON.stringify(maxDrawdown),
  );
  // The basic interval: twice the ratio less the percentiles of the draws.
  const [draws] = bootstrap(240, [sharpeAt(a)], { ...OPTIONS, resampling: stationary(5) });
  const { low, high } = percentileInterval(draws);
  const ratio = momentsOf(a).mean / momentsOf(a).deviation;
  near(sharpe!.low, (2 * ratio - high) * Math.sqrt(365), 1e-9);
  near(sharpe!.high, (2 * ratio - low) * Math.sqrt(365), 1e-9);
  const rising = runIntervals(new Float64Array(40).fill(0.01), OPTIONS);
  assert.deepEqual([rising.sharpe, rising.maxDrawdown], [null, { low: 0, high: 0 }]);
});

Deno.test("a report has intervals from 30 daily returns on", () => {
  const days = (count: number) => reportEvidence(indexOf(equitiesOf(a.subarray(0, count))), null, OPTIONS);
  assert.equal(days(29).intervals, null);
  assert.equal(days(29).evidence.days, 29);
  assert.notEqual(days(30).intervals, null);
  assert.equal(reportEvidence(indexOf([]), null, OPTIONS).evidence.days, 0);
});
