import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { DiaryEntry } from "../../engine/mod.ts";
import { isHeldAlike, RecordedDecisions } from "./recorded_decisions.ts";

const BALANCES = { balanceUsd: 1, equityUsd: 1 };

/** Lines of a diary: no more of them than is looked at. */
function recorded(...entries: readonly Record<string, unknown>[]): RecordedDecisions {
  const decisions = new RecordedDecisions();
  entries.forEach((entry, seq) =>
    decisions.add({ seq, entry: entry as unknown as DiaryEntry, hash: String(seq) } as never)
  );
  return decisions;
}

function intent(origin: "agent" | "secure", clientOrderId: string): Record<string, unknown> {
  return {
    kind: "intent",
    close: 1,
    origin,
    decisions: [],
    orders: [{ asset: "BTC", legs: [{ clientOrderId }] }],
  };
}

function fill(side: "buy" | "sell", clientOrderId: string | null): Record<string, unknown> {
  return { kind: "fill", asset: "BTC", side, size: 1, clientOrderId };
}

function cycle(close: number, ...fills: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { kind: "cycle", close, decisionsHash: "d", ...BALANCES, fills };
}

Deno.test("what a cycle's own orders filled came after it decided, though Secure sent some of its own", () => {
  const decisions = recorded(
    intent("agent", "0x1"),
    intent("secure", "0x2"),
    cycle(1, fill("buy", "0x1")),
    cycle(2),
  );
  deepStrictEqual([...decisions.at(1)!.held], []);
  deepStrictEqual([...decisions.at(2)!.held], [["BTC", "long"]]);
});

Deno.test("what a command closed is not held at the next decision", () => {
  const command = {
    kind: "command",
    close: 2,
    command: "close-all",
    ...BALANCES,
    fills: [fill("sell", "0x3")],
  };
  const decisions = recorded(cycle(1, fill("buy", null)), command, cycle(3));
  deepStrictEqual([...decisions.at(1)!.held], [["BTC", "long"]]);
  deepStrictEqual([...decisions.at(3)!.held], []);
});

Deno.test("what cannot be observed is not known to be held otherwise", () => {
  const answer = recorded(cycle(1, fill("buy", null))).at(1)!;
  strictEqual(isHeldAlike(answer, "BTC", []), true);
  strictEqual(isHeldAlike(answer, "BTC", [{ asset: "BTC", position: null }] as never), false);
});
