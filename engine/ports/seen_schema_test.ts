import { strictEqual } from "node:assert/strict";
import type { SeenEntry } from "./seen.ts";
import { seenEntrySchema } from "./seen_schema.ts";

const CLOID = `0x${"0a".repeat(16)}`;
const CANDLE = [900_000, 1, 2, 0.5, 1.5, 10] as const;
const RATES = { times: [3_600_000], rates: [0.0000125], oracles: [null] };

/** One of each kind of entry, with what may be missing. */
const ENTRIES: readonly SeenEntry[] = [
  { kind: "clock", times: [1, 2.5] },
  { kind: "candles", asset: "BTC", interval: "15m", rows: [CANDLE] },
  { kind: "candles", asset: "BTC", interval: "15m", rows: [] },
  { kind: "finest", asset: "BTC", rows: [[960_000, ...CANDLE]] },
  {
    kind: "contexts",
    contexts: [
      { asset: "BTC", time: 1, mark: null, mid: 2, oracle: 3, funding: 0.1, openInterest: null },
      {
        ...{ asset: "ETH", time: 1, mark: 1, mid: 2, oracle: 3, funding: null, openInterest: 4 },
        candleMs: 60_000,
        asOf: { mark: 1 },
      },
    ],
    beside: [{ asset: "SOL", finest: [[960_000, ...CANDLE]], funding: RATES }, { asset: "BTC", finest: [] }],
  },
  { kind: "funding", asset: "BTC", rates: RATES },
  {
    kind: "exchange",
    call: "sync",
    answer: {
      account: {
        ...{ time: 1, balanceUsd: 1, equityUsd: 1, marginUsedUsd: 1, freeUsd: 1 },
        positions: [{
          ...{ asset: "BTC", side: "long", size: 1, entryPrice: 1, mark: 1, notionalUsd: 1 },
          ...{ unrealizedPnlUsd: 0, marginUsedUsd: 1, leverage: 2, liquidationPrice: null },
        }],
        openOrders: [{
          ...{ asset: "BTC", clientOrderId: null, kind: "stop", side: "sell", size: null },
          ...{ limitPrice: 1, triggerPrice: 1, reduceOnly: true },
        }],
      },
      events: [
        { kind: "transfer", time: 1, amountUsd: 5 },
        { kind: "funding", time: 1, asset: "BTC", rate: 1, size: -1, amountUsd: 1 },
        {
          ...{ kind: "fill", time: 1, asset: "BTC", side: "buy", size: 1, price: 1, feeUsd: 0 },
          ...{ realizedPnlUsd: 0, clientOrderId: CLOID, liquidation: false },
        },
      ],
    },
  },
  { kind: "exchange", call: "setLeverage", answer: { status: "accepted" } },
  {
    kind: "exchange",
    call: "submit",
    answer: [{ leg: "entry", clientOrderId: CLOID, status: "accepted", filledSize: 1, price: 1 }],
  },
  { kind: "exchange", call: "cancel", answer: [{ status: "rejected", reason: "" }] },
  { kind: "exchange", call: "find", answer: { status: "found", state: "ended", filledSize: 0, price: null } },
  { kind: "exchange", call: "find", answer: { status: "none" } },
  { kind: "skew", ms: null },
  {
    kind: "commands",
    commands: [{ do: "close", asset: "BTC", by: "terminal" }, { do: "stop", flatten: true }],
  },
  { kind: "chat" },
  { kind: "resumed", after: 1, until: 2 },
  { kind: "interrupted" },
  { kind: "line", seq: 0, isEnd: true },
  { kind: "forget", entries: 0 },
  { kind: "fault", message: "no answer", of: "stale" },
  { kind: "fault", message: "no answer", of: null, by: "exchange" },
];

/** Every value inside that is no object, with what puts another into its place. */
function* places(value: unknown, put: (other: unknown) => unknown): Generator<(other: unknown) => unknown> {
  if (typeof value !== "object" || value === null) return yield put;
  for (const [name, inside] of Object.entries(value)) {
    yield* places(inside, (other) => {
      const copy = structuredClone(value) as Record<string, unknown>;
      copy[name] = other;
      return put(copy);
    });
  }
}

Deno.test("each kind of entry passes as it is, and no value of it may be of another kind", () => {
  for (const entry of ENTRIES) {
    const isGood = (one: unknown): boolean => seenEntrySchema.safeParse(one).success;
    strictEqual(isGood(JSON.parse(JSON.stringify(entry))), true, JSON.stringify(entry));
    strictEqual(isGood({ ...entry, more: 1 }), false, `more in ${JSON.stringify(entry)}`);
    for (const put of places(entry, (other) => other)) {
      const damaged = put({ torn: true });
      strictEqual(isGood(damaged), false, JSON.stringify(damaged));
    }
  }
});
