import assert from "node:assert/strict";
import type { CycleEntry, DiaryEntry, Fill, IntentEntry } from "../../engine/mod.ts";
import { firstParting } from "./first_parting.ts";
import { linesOf, START } from "./testing/runs.ts";

const QUARTER = 900_000;
const ID = `0x${"1".repeat(32)}`;
const OTHER_ID = `0x${"2".repeat(32)}`;

function cycle(index: number, more: Partial<CycleEntry> = {}): CycleEntry {
  const close = START + index * QUARTER;
  return { kind: "cycle", close, observationHash: "0".repeat(16), balanceUsd: 100, equityUsd: 100, ...more };
}

const decision = {
  asset: "BTC",
  action: "buy",
  allocationUsd: 10,
  leverage: 1,
  rationale: "because",
} as const;
const record = { ...decision, outcome: "filled", orders: { entry: ID }, size: 1, fillPrice: 100 } as const;
const fill: Fill = {
  kind: "fill",
  time: START + 1,
  asset: "BTC",
  side: "buy",
  size: 1,
  price: 100,
  feeUsd: 0,
  realizedPnlUsd: 0,
  clientOrderId: ID,
  liquidation: false,
};

function search(first: readonly DiaryEntry[], second: readonly DiaryEntry[], terms = {}) {
  const [a, b] = [first, second].map((entries, index) =>
    linesOf([{ kind: "run", schema: 1, key: String(index) }, ...entries]).values()
  );
  return firstParting(a, b, { promptsDiffer: false, looksAlike: false, ...terms });
}

Deno.test("ids, hashes, durations, costs and words are no content", () => {
  const said = {
    summary: "up",
    reasoning: "it rises",
    rationales: { BTC: "up" },
    costUsd: 1,
    latencyMs: 900,
  };
  const first = [cycle(0), cycle(1, { ...said, decisions: [record], fills: [fill] })];
  const second = [cycle(0, { observationHash: "1".repeat(16), decisionsHash: "2".repeat(16) }), {
    ...cycle(1, { summary: "down", costUsd: 2, latencyMs: 100, cassetteKeys: ["x"] }),
    decisions: [{ ...record, rationale: "why not", exitPlan: "soon", orders: { entry: OTHER_ID } }],
    fills: [{ ...fill, clientOrderId: OTHER_ID }],
  }];
  assert.deepEqual(search(first, second), { parting: null, same: 2 });
});

Deno.test("how a refusal is worded, with its figures, is no content", () => {
  const refused = (detail: string): DiaryEntry => {
    const refusal = { code: "margin", detail } as const;
    return cycle(0, { decisions: [{ ...decision, outcome: "refused", refusal }] });
  };
  assert.deepEqual(search([refused("1 of 2")], [refused("1 of 3")]), { parting: null, same: 1 });
});

Deno.test("the cause is the first stage that differs, not what is written first", () => {
  const intent: IntentEntry = {
    kind: "intent",
    close: START + QUARTER,
    origin: "agent",
    decisions: [decision],
    orders: [],
  };
  const first = [cycle(0), intent, cycle(1, { decisions: [record], fills: [fill], equityUsd: 99 })];
  const second = [cycle(0), cycle(1)];
  const { parting, same } = search(first, second);
  assert.equal(same, 1);
  assert.deepEqual([parting!.cause, parting!.close, parting!.lines], ["answer", START + QUARTER, [4, 3]]);
});

const causes: readonly (readonly [cause: string, first: Partial<CycleEntry>, second: Partial<CycleEntry>])[] =
  [
    ["answer", { decisions: [record] }, { decisions: [{ ...record, action: "sell" }] }],
    ["answer", { decisions: [record] }, { decisions: [{ ...record, allocationUsd: 11 }] }],
    ["risk", { decisions: [record] }, { decisions: [{ ...record, size: 2 }] }],
    ["fill", { decisions: [record] }, { decisions: [{ ...record, fillPrice: 101 }] }],
    ["accounting", { equityUsd: 100 }, { equityUsd: 101 }],
    ["data", {}, { notAsked: "stale" }],
    ["settings", { equityUsd: 1, transfers: [{ kind: "transfer", time: START, amountUsd: 1 }] }, {
      ...{ equityUsd: 2, transfers: [{ kind: "transfer", time: START, amountUsd: 2 }] },
    }],
  ];

for (const [cause, first, second] of causes) {
  Deno.test(`parted by ${cause}: ${JSON.stringify(second).slice(0, 60)}`, () => {
    assert.equal(search([cycle(0, first)], [cycle(0, second)]).parting?.cause, cause);
  });
}

Deno.test("another answer to a question in other words is the prompt's", () => {
  const { parting } = search([cycle(0, { decisions: [record] })], [cycle(0)], { promptsDiffer: true });
  assert.equal(parting?.cause, "prompt");
  assert.equal(
    search([cycle(0)], [cycle(0, { equityUsd: 1 })], { promptsDiffer: true }).parting?.cause,
    "accounting",
  );
});

Deno.test("only cycles at the same time are held against each other", () => {
  const first = [cycle(0, { equityUsd: 1 }), cycle(2), cycle(3)];
  const second = [cycle(1, { equityUsd: 5 }), cycle(2), cycle(3), cycle(4, { equityUsd: 7 })];
  assert.deepEqual(search(first, second), { parting: null, same: 2 });
});

Deno.test("agents that look at the same, saw something else and decided otherwise were parted by the market", () => {
  const first = [cycle(0, { decisions: [record] })];
  const second = [cycle(0, { observationHash: "1".repeat(16) })];
  assert.equal(search(first, second, { looksAlike: true }).parting?.cause, "data");
  assert.equal(search(first, second, { looksAlike: false }).parting?.cause, "answer");
  assert.equal(search(first, [cycle(0)], { looksAlike: true }).parting?.cause, "answer");
});

Deno.test("a price that only one was shown is no other data: the other made no order", () => {
  const bought = { ...record, shownPrice: 42 };
  const held = { asset: "BTC", action: "hold", rationale: "no", outcome: "refused" } as const;
  const refusal = { code: "no-position", detail: "" } as const;
  const pair = [[cycle(0, { decisions: [{ ...held, refusal }] })], [
    cycle(0, { decisions: [bought] }),
  ]] as const;
  assert.deepEqual(search(...pair).parting?.cause, "answer");
  assert.deepEqual(
    search([cycle(0, { decisions: [{ ...bought, shownPrice: 43 }] })], [cycle(0, { decisions: [bought] })])
      .parting
      ?.cause,
    "data",
  );
});
