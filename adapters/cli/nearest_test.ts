import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance, nearest } from "./nearest.ts";

const AGENTS = ["buy-and-hold", "trend", "mean-reversion", "random"];

Deno.test("the nearest name is offered only where it is near", () => {
  const rows: readonly (readonly [typed: string, known: readonly string[], wanted: string | null])[] = [
    ["trned", AGENTS, "trend"],
    ["Trend", AGENTS, "trend"],
    ["mean", AGENTS, "mean-reversion"],
    ["buyandhold", AGENTS, "buy-and-hold"],
    ["rand", AGENTS, "random"],
    ["momentum", AGENTS, null],
    ["x", AGENTS, null],
    ["", AGENTS, null],
    ["15min", ["1m", "5m", "15m"], "15m"],
    ["btc", ["BTC", "ETH"], "BTC"],
    ["anything", [], null],
  ];
  for (const [typed, known, wanted] of rows) assert.equal(nearest(typed, known), wanted, typed);
});

Deno.test("the edit distance counts slips, both ways alike", () => {
  const rows: readonly (readonly [string, string, number])[] = [
    ["", "", 0],
    ["abc", "abc", 0],
    ["abc", "", 3],
    ["trned", "trend", 1],
    ["kitten", "sitting", 3],
  ];
  for (const [a, b, wanted] of rows) assert.equal(editDistance(a, b), wanted, `${a} to ${b}`);
  const text = fc.string({ maxLength: 12 });
  fc.assert(fc.property(text, text, (a, b) => {
    const distance = editDistance(a, b);
    assert.equal(distance, editDistance(b, a));
    assert.equal(distance === 0, a === b);
    assert.ok(distance <= Math.max(a.length, b.length));
  }));
});
