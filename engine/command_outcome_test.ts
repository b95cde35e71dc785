import { deepStrictEqual } from "node:assert/strict";
import { outcomeOf } from "./command_outcome.ts";
import type { CommandEntry, DecisionRecord } from "./model/diary_entry.ts";

function told(given: Partial<CommandEntry>): readonly [done: boolean, ...lines: readonly string[]] {
  const entry: CommandEntry = {
    ...{ kind: "command", close: 1, command: "close", asset: "ETH", balanceUsd: 1, equityUsd: 1 },
    ...given,
  };
  const { done, lines } = outcomeOf(entry);
  return [done, ...lines];
}

function closing(more: Partial<DecisionRecord>): DecisionRecord {
  return { asset: "ETH", action: "close", rationale: "", outcome: "filled", filledSize: 2, ...more };
}

Deno.test("of several goes at one close the last one says whether it was done", () => {
  const failed = closing({ outcome: "unknown", reason: "lost" });
  deepStrictEqual(told({ decisions: [failed, closing({ fillPrice: 100 })] }), [
    true,
    "ETH: not closed, unknown: lost",
    "ETH: closed 2 at 100",
  ]);
  deepStrictEqual(told({ decisions: [closing({}), failed] })[0], false);
  deepStrictEqual(told({ decisions: [] }), [false]);
});

Deno.test("what is left is said, and a pause holds whatever else was not done", () => {
  const left = [{ asset: "SOL", side: "short", size: 3 }] as const;
  deepStrictEqual(told({ command: "close-all", left }), [false, "left open: short 3 SOL", "paused"]);
  deepStrictEqual(told({ command: "close-all" }), [true, "paused; nothing is open"]);
  const fault = { step: "sync", on: "account", what: "no network", done: "not looked at" } as const;
  deepStrictEqual(told({ command: "resume", faults: [fault] }), [true, "account: no network; not looked at"]);
});
