import assert from "node:assert/strict";
import { DAY_MS, type DiaryEntry, type RunIndex, runIndexSchema } from "../../engine/mod.ts";
import { RunIndexFold } from "./run_index_fold.ts";
import { cycle, daily, figuresOf, fill, START, trade, transfer } from "./testing/entries.ts";

function indexOf(entries: readonly DiaryEntry[]): RunIndex {
  const fold = new RunIndexFold();
  for (const entry of entries) fold.add(entry);
  return fold.result();
}

Deno.test("daily samples begin at the first midnight that has one, and are those of the figures", () => {
  const entries = daily([100, 110, 99]);
  const index = indexOf(entries);
  assert.deepEqual([index.firstDay, index.daily], [START, [100, 110, 99]]);
  const late = indexOf(entries.map((entry) => ({ ...entry, close: entry.close + 1 })));
  assert.deepEqual([late.firstDay, late.daily], [START + DAY_MS, [100, 110]]);
  assert.equal(figuresOf(entries).metrics.maxDrawdownDaily, 99 / 110 - 1);
});

Deno.test("deposits after the start are no return", () => {
  const entries = [
    cycle(START, 100, { transfers: [transfer(100)] }),
    cycle(START + DAY_MS, 200, { transfers: [transfer(100)] }),
    cycle(START + 2 * DAY_MS, 220),
  ];
  assert.deepEqual(indexOf(entries).daily, [100, 100, 100 * (220 / 200)]);
});

Deno.test("cycles in which the agent was asked stand in spans of even steps", () => {
  const at = (index: number, more = {}) => cycle(START + index * 900_000, 100, more);
  const entries = [
    at(0, { notAsked: "warm-up" }),
    ...[at(1), at(2), at(3), at(5), at(6, { notAsked: "paused" }), at(7)],
  ];
  const time = (index: number): number => START + index * 900_000;
  // From 3 to 5 the step is another one; 5 and 7 are a step of their own.
  assert.deepEqual(indexOf(entries).asked, [[time(1), time(3), 3], [time(5), time(7), 2]]);
});

Deno.test("decisions, trades and fills of cycles and commands, and nothing in a run without a cycle", () => {
  const decided = { asset: "BTC", action: "buy", rationale: "", outcome: "filled" } as const;
  const closed = trade(5);
  const command = {
    kind: "command",
    close: START + 1,
    command: "close-all",
    balanceUsd: 1,
    equityUsd: 1,
  } as const;
  const index = indexOf([
    cycle(START, 100, { decisions: [decided], fills: [fill()] }),
    { ...command, fills: [fill(), fill()], trades: [closed] },
  ]);
  assert.deepEqual(index.decisions, [[START, "BTC", "buy"]]);
  assert.deepEqual([index.trades, index.fills], [[closed], 3]);
  const empty = indexOf([]);
  assert.deepEqual([empty.firstDay, empty.daily, empty.curve, empty.asked], [null, [], [], []]);
  assert.deepEqual(runIndexSchema.parse(JSON.parse(JSON.stringify(index))), index);
});
