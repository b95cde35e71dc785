import assert from "node:assert/strict";
import { trade } from "./testing/entries.ts";
import { TradeTally } from "./trade_tally.ts";

function tallyOf(nets: readonly number[]): TradeTally {
  const tally = new TradeTally();
  for (const net of nets) tally.add(trade(net));
  return tally;
}

Deno.test("the trades of A4: a trade of zero counts in the number and on neither side", () => {
  const tally = tallyOf([120, -50, 80, -70, 200, -30, 0, 60]);
  assert.ok(Math.abs(Number(tally.profitFactor) - 3.066666666667) < 1e-12);
  assert.equal(tally.expectancyUsd, 38.75);
  assert.equal(tally.winRate, 0.5);
  assert.deepEqual([tally.count, tally.wins, tally.losses], [8, 4, 3]);
});

Deno.test("the expectancy of nautilus' own test", () => {
  assert.equal(tallyOf([10, -5, 15, -10]).expectancyUsd, 2.5);
});

Deno.test("without trades every figure says so; without a loss only the profit factor does", () => {
  const none = tallyOf([]);
  for (const figure of [none.winRate, none.profitFactor, none.expectancyUsd, none.averageHoldingMs]) {
    assert.equal(figure, "no closed trades");
  }
  assert.deepEqual([none.count, none.netPnlUsd], [0, 0]);
  const won = tallyOf([1, 2]);
  assert.deepEqual([won.winRate, won.profitFactor, won.expectancyUsd], [1, "no losing trade", 1.5]);
  assert.deepEqual([tallyOf([-1, -2]).winRate, tallyOf([-1, -2]).profitFactor], [0, 0]);
});

Deno.test("the expectancy in R is the mean of net PnL by what was at risk, and needs it of every trade", () => {
  const tally = new TradeTally();
  assert.equal(tally.expectancyR, "no closed trades");
  // Two R won, half an R lost, nothing: 1.5 R in three trades.
  tally.add(trade(100), 50);
  tally.add(trade(-20), 40);
  tally.add(trade(0), 10);
  assert.equal(tally.expectancyR, 0.5);
  tally.add(trade(5), null);
  assert.equal(tally.expectancyR, "a trade without a stop at its entry");
});

Deno.test("sums are exact to the micro-USDC, and holding is the mean", () => {
  const tally = new TradeTally();
  tally.add(trade(0.1, { feesUsd: 0.1, fundingUsd: -0.1, openedAt: 0, closedAt: 1000 }));
  tally.add(trade(0.2, { feesUsd: 0.2, fundingUsd: -0.2, openedAt: 500, closedAt: 2500 }));
  assert.deepEqual([tally.netPnlUsd, tally.feesUsd, tally.fundingUsd], [0.3, 0.3, -0.3]);
  assert.equal(tally.averageHoldingMs, 1500);
});
