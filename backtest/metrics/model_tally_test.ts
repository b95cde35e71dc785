import assert from "node:assert/strict";
import { cycle, START, transfer } from "./testing/entries.ts";
import { MetricsFold } from "./metrics_fold.ts";
import type { CycleEntry } from "../../engine/mod.ts";

const HOUR = 3_600_000;
const TOKENS = { fresh: 100, cacheRead: 50, cacheWrite: 0, output: 10 };
const KEY = "0".repeat(64);

function asked(index: number, more: Partial<CycleEntry> = {}): CycleEntry {
  const use = { costUsd: 0.1, latencyMs: 500, tokens: TOKENS, cassetteKeys: [KEY, KEY] };
  const first = index === 0 ? { transfers: [transfer(1000)] } : {};
  return cycle(START + index * HOUR, index === 0 ? 1000 : 1100, { ...use, ...first, ...more });
}

function figuresOf(entries: readonly CycleEntry[]) {
  const fold = new MetricsFold();
  for (const entry of entries) fold.add(entry);
  return fold.result().metrics.model;
}

Deno.test("what a model took is summed, and its cost taken off the return", () => {
  const entries = [
    asked(0),
    asked(1, { repaired: "no JSON" }),
    asked(2, { unanswered: { why: "late", detail: "" } }),
  ];
  assert.deepEqual(figuresOf(entries), {
    decisions: 3,
    calls: 6,
    tokens: { fresh: 300, cacheRead: 150, cacheWrite: 0, output: 30 },
    costUsd: 0.3,
    latencyMs: 1500,
    repaired: 1,
    held: { late: 1, capped: 0, failed: 0, invalid: 0, aborted: 0, abandoned: 0 },
    netReturn: 1100 / 1000 - 1 - 0.3 / 1000,
  });
});

Deno.test("one cost that is not known makes the sum unknown", () => {
  const figures = figuresOf([asked(0), asked(1, { costUsd: null }), asked(2)]);
  assert.deepEqual([figures?.costUsd, figures?.netReturn, figures?.decisions], [null, null, 3]);
});

Deno.test("a cycle in which the cap let no question through is no decision, but it is counted", () => {
  const held = cycle(START + HOUR, 1000, { unanswered: { why: "capped", detail: "" } });
  const figures = figuresOf([asked(0), held]);
  assert.deepEqual([figures?.decisions, figures?.held.capped], [1, 1]);
});

Deno.test("a run without a model has no such figures", () => {
  assert.equal(figuresOf([cycle(START, 1000), cycle(START + HOUR, 1000)]), null);
});
