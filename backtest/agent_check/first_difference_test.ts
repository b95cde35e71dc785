import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { CycleEntry, JsonValue } from "../../engine/mod.ts";
import { type CheckItem, firstDifference } from "./first_difference.ts";

function answer(close: number, decided: JsonValue): CheckItem {
  return { kind: "answer", close, decided };
}

function cycle(close: number, rest: Partial<CycleEntry> = {}): CycleEntry {
  return { kind: "cycle", close, balanceUsd: 1, equityUsd: 1, ...rest };
}

const hold = { asset: "BTC", action: "hold", rationale: "waits" };
const buy = { asset: "ETH", action: "buy", allocationUsd: 100, rationale: "up" };

Deno.test("the same is the same, also where one says of a field that it is not there", () => {
  const items = [answer(1, { decisions: [hold] }), cycle(1)];
  strictEqual(
    firstDifference(items, [answer(1, { decisions: [hold] }), cycle(1, { memory: undefined })]),
    null,
  );
});

Deno.test("the first value that differs, with its time, its asset and its field", () => {
  const rows: readonly (readonly [expected: CheckItem[], found: CheckItem[], difference: unknown[]])[] = [
    [
      [answer(1, { decisions: [hold, buy] }), cycle(1)],
      [answer(1, { decisions: [hold, { ...buy, allocationUsd: 90 }] }), cycle(1, { equityUsd: 2 })],
      [1, "ETH", "answer", "decisions.allocationUsd", 100, 90],
    ],
    [
      [answer(1, { decisions: [hold] })],
      [answer(1, { decisions: [hold, buy] })],
      [1, null, "answer", "decisions", null, buy],
    ],
    [[answer(1, { memory: 3 })], [answer(1, {})], [1, null, "answer", "memory", 3, null]],
    [[cycle(1), cycle(2)], [cycle(1), cycle(2, { equityUsd: 7 })], [2, null, "cycle", "equityUsd", 1, 7]],
    [[cycle(1), cycle(2)], [cycle(1)], [2, null, "cycle", "line", "cycle at 2", null]],
    [[cycle(2)], [answer(2, {}), cycle(2)], [2, null, "cycle", "line", "cycle at 2", "answer at 2"]],
  ];
  for (const [expected, found, wanted] of rows) {
    const { close, asset, entry, field, ...values } = firstDifference(expected, found)!;
    deepStrictEqual([close, asset, entry, field, values.expected, values.found], wanted);
  }
});
