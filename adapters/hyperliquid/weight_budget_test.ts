import { strictEqual } from "node:assert/strict";
import { WeightBudget } from "./weight_budget.ts";

Deno.test("WeightBudget: a request waits until enough of the last minute has passed", () => {
  const budget = new WeightBudget(100);
  strictEqual(budget.waitMs(60, 0), 0);
  budget.spend(60, 0);
  budget.spend(30, 10_000);
  strictEqual(budget.waitMs(10, 20_000), 0);
  strictEqual(budget.waitMs(20, 20_000), 40_000);
  strictEqual(budget.waitMs(90, 20_000), 50_000);
  strictEqual(budget.waitMs(20, 60_000), 0);
  strictEqual(budget.waitMs(90, 69_999), 1);
});

Deno.test("WeightBudget: one heavier than the budget goes alone", () => {
  const budget = new WeightBudget(100);
  strictEqual(budget.waitMs(500, 0), 0);
  budget.spend(500, 0);
  strictEqual(budget.waitMs(1, 59_999), 1);
  strictEqual(budget.waitMs(500, 60_000), 0);
});

Deno.test("WeightBudget: whoever was told to wait waits, and a venue without limits has none", () => {
  const budget = new WeightBudget(Infinity);
  for (let count = 0; count < 100; count++) budget.spend(1_000, 0);
  strictEqual(budget.waitMs(1_000, 0), 0);
  budget.shutUntil(5_000);
  budget.shutUntil(3_000);
  strictEqual(budget.waitMs(1, 1_000), 4_000);
  strictEqual(budget.waitMs(1, 5_000), 0);
});
