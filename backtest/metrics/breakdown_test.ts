import assert from "node:assert/strict";
import fc from "fast-check";
import type { Trade } from "../../engine/mod.ts";
import { BreakdownFold, type BreakdownRow } from "./breakdown.ts";
import { cycle, figuresOf, START, trade } from "./testing/entries.ts";

const FEBRUARY = START + 31 * 86_400_000;

function breakdownOf(...cycles: Trade[][]): ReturnType<BreakdownFold["result"]> {
  const fold = new BreakdownFold();
  fold.add({ kind: "run", schema: 2, key: "k" });
  cycles.forEach((trades, at) => fold.add(cycle(START + at, 1000, { trades })));
  return fold.result();
}

Deno.test("trades by asset, side and month of their close, rows by name", () => {
  const { byAsset, bySide, byMonth } = breakdownOf(
    [trade(10, { asset: "SOL", side: "short", feesUsd: 0.1 }), trade(0, { asset: "BTC", feesUsd: 0.2 })],
    [trade(-4, { asset: "SOL", closedAt: FEBRUARY, fundingUsd: -0.5 })],
  );
  const flat = { trades: 1, wins: 0, losses: 0, winRate: 0, netPnlUsd: 0, feesUsd: 0.2, fundingUsd: 0 };
  const lost = { trades: 1, wins: 0, losses: 1, winRate: 0, netPnlUsd: -4, feesUsd: 0, fundingUsd: -0.5 };
  const won = { trades: 1, wins: 1, losses: 0, winRate: 1, netPnlUsd: 10, feesUsd: 0.1, fundingUsd: 0 };
  assert.deepEqual(byAsset, [
    { name: "BTC", ...flat },
    { name: "SOL", ...won, trades: 2, losses: 1, winRate: 0.5, netPnlUsd: 6, fundingUsd: -0.5 },
  ]);
  assert.deepEqual(bySide, [
    { name: "long", ...lost, trades: 2, netPnlUsd: -4, feesUsd: 0.2 },
    { name: "short", ...won },
  ]);
  assert.deepEqual(byMonth, [
    { name: "2025-01", ...won, trades: 2, winRate: 0.5, feesUsd: 0.3 },
    { name: "2025-02", ...lost },
  ]);
});

Deno.test("a run without trades has empty tables", () => {
  assert.deepEqual(breakdownOf([], []), { byAsset: [], bySide: [], byMonth: [] });
});

function cents(usd: number): number {
  return Math.round(usd * 100);
}

Deno.test("each table holds every trade once: its rows add up to the figures of the run", () => {
  const one = fc.record({
    net: fc.integer({ min: -1000, max: 1000 }),
    fee: fc.integer({ min: -5, max: 100 }),
    funding: fc.integer({ min: -100, max: 100 }),
    asset: fc.constantFrom("BTC", "ETH", "SOL"),
    side: fc.constantFrom("long" as const, "short" as const),
    day: fc.integer({ min: 0, max: 400 }),
  });
  fc.assert(fc.property(fc.array(one), (list) => {
    const trades = list.map(({ net, fee, funding, asset, side, day }) =>
      trade(net / 100, {
        ...{ asset, side, closedAt: START + day * 86_400_000 },
        ...{ feesUsd: fee / 100, fundingUsd: funding / 100 },
      })
    );
    const { metrics } = figuresOf([cycle(START, 1000, { trades })]);
    const sum = (read: (trade: Trade) => number) =>
      trades.reduce((total, one) => total + cents(read(one)), 0);
    const { byAsset, bySide, byMonth } = breakdownOf(trades);
    for (const rows of [byAsset, bySide, byMonth]) {
      const total = (read: (row: BreakdownRow) => number) => rows.reduce((all, row) => all + read(row), 0);
      const counts = [total((row) => row.trades), total((row) => row.wins), total((row) => row.losses)];
      assert.deepEqual(counts, [metrics.trades, metrics.wins, metrics.losses]);
      assert.equal(total((row) => cents(row.netPnlUsd)), sum((one) => one.netPnlUsd));
      assert.equal(total((row) => cents(row.feesUsd)), sum((one) => one.feesUsd));
      assert.equal(total((row) => cents(row.fundingUsd)), sum((one) => one.fundingUsd));
      for (const row of rows) assert.equal(row.winRate, row.wins / row.trades);
      assert.deepEqual(rows.map(({ name }) => name), [...new Set(rows.map(({ name }) => name))].sort());
    }
  }));
});
