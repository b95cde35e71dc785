import assert from "node:assert/strict";
import type { CommandEntry } from "../../engine/mod.ts";
import { BreakdownFold } from "./breakdown.ts";
import { MetricsFold } from "./metrics_fold.ts";
import { cycle, daily, fill, START, trade, transfer } from "./testing/entries.ts";

const COMMAND: CommandEntry = {
  kind: "command",
  close: START + 1,
  command: "close-all",
  balanceUsd: 0,
  equityUsd: 0,
  transfers: [transfer(5000)],
  fills: [fill({ feeUsd: 2 })],
  trades: [trade(-7)],
  naked: [{ asset: "BTC", cause: "lost", lengthMs: 40 }],
};

Deno.test("what happened in a command counts, and money that came in with it is no profit", () => {
  const fold = new MetricsFold();
  for (const entry of [...daily([10_000]), COMMAND, cycle(START + 86_400_000, 15_000)]) fold.add(entry);
  const { metrics } = fold.result();
  assert.equal(metrics.totalReturn, 0);
  assert.deepEqual([metrics.fills, metrics.feesUsd, metrics.trades, metrics.longestNakedMs], [1, 2, 1, 40]);
  assert.equal(metrics.cycles, 2, "it is no cycle");
});

Deno.test("a trade that a command closed stands in the tables", () => {
  const fold = new BreakdownFold();
  fold.add(COMMAND);
  assert.deepEqual(fold.result().byAsset.map(({ name, netPnlUsd }) => [name, netPnlUsd]), [["BTC", -7]]);
});
