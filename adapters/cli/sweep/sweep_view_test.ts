import { match, ok, strictEqual } from "node:assert/strict";
import type { SweepOptions } from "./sweep_options.ts";
import { costText, sweepText } from "./sweep_view.ts";

const OPTIONS = {
  ...{ points: 4, runs: "runs", queue: { servers: null }, diaries: false },
  optionsAt: () => ({ assets: ["BTC"], interval: "1h" }),
} as unknown as SweepOptions;
const PLAN = { jobs: 4, decisions: 1_000_000, loaded: 0, windows: [], range: { from: 0, until: 86_400_000 } };
const RESULT = { ranked: [], best: null, deflated: null, walked: [], tests: null };
const TERMINAL = { columns: () => null, colour: false };

/** What is said of tests whose ratio lies between these at 95 %. */
function verdict(low: number, high: number): string {
  const tests = { days: 90, totalReturn: 0.01, sharpe: (low + high) / 2, low, high };
  const walked = [{ window: 0, train: null, test: null }];
  const window = { train: PLAN.range, test: PLAN.range };
  return sweepText({
    ...{ familyId: "f-1", sweep: OPTIONS, done: 4, failed: [], left: 0 },
    plan: { ...PLAN, windows: [window], markets: [], marketOf: () => 0 },
    result: { ...RESULT, walked, tests },
  }, TERMINAL);
}

Deno.test("the cost has runs, time by cores and what is written, and an agent of one's own costs its loading", () => {
  strictEqual(
    costText(OPTIONS, PLAN, 2),
    "4 runs, 1.00 million decisions of an asset: about 3 s on 2 cores, 120 MB in runs, 0.00 USD of models " +
      "(recorded answers only)",
  );
  match(costText(OPTIONS, { ...PLAN, loaded: 40 }, 1), /about 7 s on 1 core,/);
  match(costText(OPTIONS, PLAN, null), /about 5 s of one core's time, shared by the workers/);
});

Deno.test("whether anything survives is said by the interval of the tests, in plain words", () => {
  match(verdict(0.1, 3), /It survives: what was chosen on train earned on test more than luck explains\./);
  match(
    verdict(-1, 3),
    /Nothing survives: what was chosen on train did no better on test than luck explains\./,
  );
  match(verdict(-3, -0.1), /It does not survive: what was chosen on train lost on test/);
});

Deno.test("what is left, and what failed of what, is said with what to type", () => {
  const text = sweepText({
    ...{ familyId: "f-1", sweep: OPTIONS, done: 2, left: 1, result: RESULT },
    plan: { ...PLAN, markets: [], marketOf: () => 0 },
    failed: [{ job: 3, point: { fast: "5" }, fault: "no candles" }],
  }, TERMINAL);
  match(text, /1 run not done yet; --resume f-1 goes on\./);
  match(text, /fast=5 failed: no candles/);
  ok(text.includes("deno task sweep --resume f-1"));
});
