import assert from "node:assert/strict";
import type { CycleEntry, DiaryEntry, Fill } from "../../engine/mod.ts";
import { HeldSides } from "./held_sides.ts";

function fill(asset: string, side: Fill["side"], size: number): Fill {
  const rest = { kind: "fill", time: 0, price: 1, feeUsd: 0, realizedPnlUsd: 0 } as const;
  return { ...rest, asset, side, size, clientOrderId: null, liquidation: false };
}

function cycle(close: number, ...fills: readonly Fill[]): CycleEntry {
  return { kind: "cycle", close, balanceUsd: 1, equityUsd: 1, ...(fills.length > 0 && { fills }) };
}

Deno.test("a side holds from the cycle that says so until the next; outside the run nothing is known", () => {
  const sides = new HeldSides([
    { kind: "run", schema: 2, key: "k" },
    cycle(100),
    cycle(200, fill("A", "buy", 0.3)),
    cycle(300, fill("A", "sell", 0.1), fill("B", "sell", 2)),
    cycle(400, fill("A", "sell", 0.2)),
    cycle(500, fill("B", "buy", 3)),
  ]);
  const at = (asset: string) => [99, 100, 199, 200, 300, 400, 500, 501].map((time) => sides.at(asset, time));
  assert.deepEqual(at("A"), [null, 0, 0, 1, 1, 0, 0, null]);
  assert.deepEqual(at("B"), [null, 0, 0, 0, -1, -1, 1, null]);
  assert.deepEqual(at("C"), [null, 0, 0, 0, 0, 0, 0, null]);
});

Deno.test("what a person's command did counts; sizes add up exactly", () => {
  const command: DiaryEntry = {
    ...{ kind: "command", close: 250, command: "close-all", balanceUsd: 1, equityUsd: 1 } as const,
    fills: [fill("A", "sell", 0.1), fill("A", "sell", 0.2)],
  };
  const sides = new HeldSides([cycle(200, fill("A", "buy", 0.3)), command, cycle(300)]);
  assert.deepEqual([200, 249, 250, 300].map((time) => sides.at("A", time)), [1, 1, 0, 0]);
  assert.equal(new HeldSides([]).at("A", 5), null);
});
