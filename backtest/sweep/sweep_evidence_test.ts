import { ok, strictEqual } from "node:assert/strict";
import { simpleReturns } from "../../engine/mod.ts";
import { deflatedSharpe, momentsOf, sharpeOf, varianceOf } from "../statistics/mod.ts";
import { deflatedBest, sweepEvidence } from "./sweep_evidence.ts";

/** A daily equity that goes up by `drift` a day, with a swing of its own. */
function equity(days: number, drift: number, phase = 0): number[] {
  const samples = [10_000];
  for (let day = 1; day <= days; day++) {
    samples.push(samples[day - 1] * (1 + drift + 0.01 * Math.sin(day * 1.7 + phase)));
  }
  return samples;
}

Deno.test("series are strung together: the return compounds, and nothing is earned in between", () => {
  const [one, two] = [equity(30, 0.002), equity(30, 0.001).map((sample) => sample * 3)];
  const both = sweepEvidence([one, two])!;
  strictEqual(both.days, 60);
  const growth = one.at(-1)! / one[0] * (two.at(-1)! / two[0]);
  ok(Math.abs(both.totalReturn - (growth - 1)) < 1e-12);
  ok(both.low < both.sharpe && both.sharpe < both.high);
});

Deno.test("a series without movement, or of a few days, says nothing", () => {
  strictEqual(sweepEvidence([[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]]), null);
  strictEqual(sweepEvidence([equity(9, 0.001)]), null);
  strictEqual(sweepEvidence([equity(10, 0.001)])!.days, 10);
});

/** So many series as a sweep tells them. */
function tried(series: readonly number[][]): Parameters<typeof deflatedBest>[1] {
  const sharpes = series.map((daily) => sweepEvidence([daily])!.sharpe);
  return { trials: series.length, sharpes, daily: series };
}

Deno.test("the best of more tries is worth less, and tries that are all alike count as one", () => {
  const apart = (count: number): number[][] =>
    Array.from({ length: count }, (_, index) => equity(60, index % 4 * 1e-4, index * 2.1));
  const best = equity(60, 0.0015);
  const [few, many] = [deflatedBest(best, tried(apart(4)))!, deflatedBest(best, tried(apart(40)))!];
  ok(few.byTrials! > many.byTrials!);
  const alike = Array.from({ length: 10 }, (_, index) => equity(60, index * 1e-4));
  ok(deflatedBest(best, tried(alike))!.effective! < 1.01);
  ok(deflatedBest(best, { ...tried(alike), trials: 15 })!.effective! > 5.9);
  strictEqual(deflatedBest(best, tried([best])), null);
});

Deno.test("the chance is that of the daily ratios: their spread and that of the best are in one unit", () => {
  const best = equity(60, 0.001);
  const series = Array.from({ length: 6 }, (_, index) => equity(60, index * 2e-4, index * 2.1));
  const daily = series.map((samples) => sharpeOf(Float64Array.from(simpleReturns(samples)))!);
  const own = Float64Array.from(simpleReturns(best));
  const shape = { ...momentsOf(own), sharpe: sharpeOf(own)! };
  const wanted = deflatedSharpe(shape, { trials: 6, variance: varianceOf(daily) })!.probability;
  ok(Math.abs(deflatedBest(best, tried(series))!.byTrials! - wanted) < 1e-9);
});
