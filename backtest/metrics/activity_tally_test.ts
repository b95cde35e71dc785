import assert from "node:assert/strict";
import fc from "fast-check";
import type { CycleEntry, DecisionRecord, Fault, Fill } from "../../engine/mod.ts";
import { ActivityTally } from "./activity_tally.ts";
import { cycle, fill, START } from "./testing/entries.ts";

function tallyOf(...cycles: Partial<CycleEntry>[]): ActivityTally {
  const tally = new ActivityTally();
  cycles.forEach((more, at) => tally.add(cycle(START + at, 1000, more)));
  return tally;
}

Deno.test("idle cycles count for nothing", () => {
  const tally = tallyOf({}, {});
  const counts = [tally.fills, tally.volumeUsd, tally.feesUsd, tally.fundingUsd, tally.liquidations];
  assert.deepEqual(counts, [0, 0, 0, 0, 0]);
  assert.deepEqual([tally.longestNakedMs, tally.refusals, tally.faults, tally.openPositions], [0, 0, 0, 0]);
});

Deno.test("volume, fees and funding add up to the micro-USDC", () => {
  const funding = { kind: "funding", time: START, asset: "BTC", rate: 0, size: 1 } as const;
  const tally = tallyOf(
    { fills: [fill({ size: 0.1, price: 3, feeUsd: 0.1 })], funding: [{ ...funding, amountUsd: -0.1 }] },
    {
      fills: [fill({ size: 0.2, price: 3, feeUsd: 0.2, side: "sell" })],
      funding: [{ ...funding, amountUsd: -0.2 }],
    },
  );
  assert.deepEqual([tally.fills, tally.volumeUsd, tally.feesUsd, tally.fundingUsd], [2, 0.9, 0.3, -0.3]);
});

Deno.test("a liquidation is one for each asset and time, however many fills it takes", () => {
  const gone = (more: Partial<Fill>): Fill => fill({ liquidation: true, side: "sell", ...more });
  const tally = tallyOf({
    fills: [
      gone({ time: 1 }),
      gone({ time: 1, asset: "ETH" }),
      gone({ time: 1 }),
      gone({ time: 2 }),
      fill({ time: 3 }),
    ],
  });
  assert.equal(tally.liquidations, 3);
});

Deno.test("refused decisions, faults, and the longest time without a stop", () => {
  const decision = (outcome: DecisionRecord["outcome"]): DecisionRecord => (
    { asset: "BTC", action: "buy", rationale: "", outcome }
  );
  const fault: Fault = { step: "sync", on: "account", what: "no answer", done: "held" };
  const naked = (lengthMs: number) => ({ asset: "BTC", cause: "partly filled", lengthMs });
  const tally = tallyOf(
    { decisions: [decision("refused"), decision("filled")], faults: [fault], naked: [naked(5), naked(900)] },
    { decisions: [decision("rejected"), decision("refused")], faults: [fault, fault], naked: [naked(20)] },
  );
  assert.deepEqual([tally.refusals, tally.faults, tally.longestNakedMs], [2, 3, 900]);
});

Deno.test("a position is open until the sizes of its fills meet exactly", () => {
  const bought = [fill({ size: 0.1 }), fill({ size: 0.2 }), fill({ asset: "ETH", size: 5, side: "sell" })];
  assert.equal(tallyOf({ fills: bought }).openPositions, 2);
  assert.equal(tallyOf({ fills: [...bought, fill({ size: 0.3, side: "sell" })] }).openPositions, 1);
  assert.equal(tallyOf({ fills: [...bought, fill({ size: 0.4, side: "sell" })] }).openPositions, 2);
});

Deno.test("open positions are counted exactly for every size on the venue's grid", () => {
  const position = fc.record({
    decimals: fc.integer({ min: 0, max: 6 }),
    units: fc.array(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), { maxLength: 8 }),
    isClosed: fc.boolean(),
  });
  fc.assert(fc.property(fc.array(position, { maxLength: 5 }), (positions) => {
    const fills: Fill[] = [];
    let open = 0;
    positions.forEach(({ decimals, units, isClosed }, at) => {
      const sum = units.reduce((total, unit) => total + unit, 0);
      const signed = isClosed ? [...units, -sum] : units;
      if (!isClosed && sum !== 0) open++;
      for (const unit of signed.filter((one) => one !== 0)) {
        const size = Math.abs(unit) / 10 ** decimals;
        fills.push(fill({ asset: `A${at}`, size, price: 1e-3, side: unit > 0 ? "buy" : "sell" }));
      }
    });
    assert.equal(tallyOf({ fills }).openPositions, open);
  }));
});
