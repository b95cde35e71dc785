import assert from "node:assert/strict";
import type { DecisionRecord, DiaryEntry } from "../../engine/mod.ts";
import { cycle, START, trade } from "../metrics/testing/entries.ts";
import { ExplainedTrades } from "./explained_trades.ts";

const HOUR = 3_600_000;

function decided(action: "buy" | "close", more: Partial<DecisionRecord> = {}): DecisionRecord {
  return { asset: "BTC", action, rationale: "", outcome: "filled", ...more };
}

function explained(entries: readonly DiaryEntry[]) {
  const fold = new ExplainedTrades();
  entries.forEach((entry, seq) => fold.add({ seq, entry, hash: "" }));
  return fold.result();
}

Deno.test("a trade has the words that opened it, those that added to it and those that closed it", () => {
  const opening = decided("buy", {
    rationale: "cheap",
    openedAt: START,
    stop: 90,
    target: 120,
    exitPlan: "soon",
  });
  const closed = trade(5, { openedAt: START, exit: "close" });
  const [found, ...rest] = explained([
    cycle(START, 100, { decisions: [opening], summary: "up", reasoning: "it rises" }),
    cycle(START + HOUR, 100, {
      decisions: [decided("buy", { openedAt: START })],
      rationales: { BTC: "more" },
    }),
    cycle(START + 2 * HOUR, 100, {
      decisions: [decided("close", { rationale: "enough" })],
      trades: [closed],
    }),
  ]);
  assert.deepEqual(rest, []);
  assert.deepEqual([found.trade, found.line], [closed, 3]);
  assert.deepEqual(found.opened.map(({ close, line, rationale }) => [close, line, rationale]), [
    [START, 1, "cheap"],
    [START + HOUR, 2, "more"],
  ]);
  const [{ reasoning, exitPlan, stop, target, action }] = found.opened;
  assert.deepEqual([reasoning, exitPlan, stop, target, action], ["up\n\nit rises", "soon", 90, 120, "buy"]);
  assert.deepEqual([found.closed?.rationale, found.closed?.line], ["enough", 3]);
});

Deno.test("a stop closes without words, and what was refused opened nothing", () => {
  const refused = decided("buy", { openedAt: START, outcome: "refused" });
  const stopped = trade(-5, { openedAt: START, exit: "stop" });
  const [found] = explained([
    cycle(START, 100, { decisions: [refused] }),
    cycle(START + HOUR, 100, { decisions: [decided("close")], trades: [stopped] }),
  ]);
  assert.deepEqual([found.opened, found.closed], [[], null]);
});

Deno.test("another asset, or an earlier position of the same one, is another trade", () => {
  const [found] = explained([
    cycle(START, 100, { decisions: [decided("buy", { openedAt: START, rationale: "old" })] }),
    cycle(START + HOUR, 100, {
      decisions: [
        decided("buy", { openedAt: START + HOUR, rationale: "new" }),
        decided("buy", { asset: "ETH", openedAt: START + HOUR }),
      ],
      trades: [trade(1, { openedAt: START + HOUR })],
    }),
  ]);
  assert.deepEqual(found.opened.map(({ rationale }) => rationale), ["new"]);
});
