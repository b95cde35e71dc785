import { deepStrictEqual } from "node:assert/strict";
import type { CommandEntry, CycleEntry, DecisionRecord, DiaryEntry, Trade } from "../../engine/mod.ts";
import { alertsOf } from "./alerts_of.ts";
import { AT } from "./testing/samples.ts";

const CYCLE: CycleEntry = { kind: "cycle", close: AT, balanceUsd: 100, equityUsd: 100 };
const BOUGHT: DecisionRecord = {
  ...{
    asset: "BTC",
    action: "buy",
    allocationUsd: 100,
    stop: 44_000,
    rationale: "secret reasons",
    outcome: "filled",
  },
  ...{ size: 0.05, filledSize: 0.04, fillPrice: 45_317 },
};
const CLOSED: Trade = {
  ...{
    asset: "ETH",
    side: "long",
    openedAt: AT - 1000,
    closedAt: AT,
    size: 2,
    entryPrice: 2_000,
    exitPrice: 1_990,
  },
  ...{ exit: "stop", realizedPnlUsd: -20, feesUsd: 2, fundingUsd: 0, netPnlUsd: -22 },
};

function told(entry: DiaryEntry): string[] {
  return alertsOf(entry).map(({ kind, asset, text }) => `${kind} ${asset}: ${text}`);
}

Deno.test("alerts: a quiet cycle, an idle hold, a refusal, an intent and an outcome are none", () => {
  const hold = { ...BOUGHT, action: "hold" } as const;
  const refused = { ...BOUGHT, outcome: "refused" } as const;
  deepStrictEqual(told({ ...CYCLE, decisions: [hold, refused] }), []);
  deepStrictEqual(told({ kind: "intent", close: AT, origin: "agent", decisions: [], orders: [] }), []);
  deepStrictEqual(told({ kind: "outcome", close: AT, asset: "BTC", purpose: "open", legs: [] }), []);
  deepStrictEqual(told({ kind: "run", schema: 2, key: "k" }), []);
});

Deno.test("alerts: trades that opened and closed, each once", () => {
  const closing = { ...BOUGHT, asset: "ETH", action: "sell" } as const;
  deepStrictEqual(told({ ...CYCLE, decisions: [BOUGHT, closing], trades: [CLOSED] }), [
    "trade BTC: bought 0.04 BTC at 45317, stop 44000",
    "trade ETH: the long of 2 ETH was closed by stop at 1990: -22.00 USD net",
  ]);
});

Deno.test("alerts: what is not known, naked times, faults, halts and missed cycles", () => {
  const entry: CycleEntry = {
    ...CYCLE,
    decisions: [{ ...BOUGHT, outcome: "unknown", reason: "no answer" }],
    naked: [{ asset: "SOL", cause: "the long of 3 had no stop", lengthMs: 3_140 }],
    faults: [{ step: "secure", on: "SOL", what: "the long of 3 had no stop", done: "placed stop" }],
    halt: { until: "next-day", loss: 0.0312 },
  };
  deepStrictEqual(told(entry), [
    "fault BTC: it is not known whether buy BTC went through: no answer",
    "naked SOL: without a stop for 3.1 s: the long of 3 had no stop",
    "fault SOL: secure: the long of 3 had no stop; placed stop",
    "halt null: no entries for the rest of the UTC day, after a loss of 3.12 %",
  ]);
  const missed = { kind: "missed", close: AT, cause: "unreachable", detail: "429" } as const;
  deepStrictEqual(told(missed), ["fault null: the cycle was missed: unreachable, 429"]);
});

Deno.test("alerts: what the guard found between cycles, and an order that lapsed", () => {
  const found = {
    step: "secure",
    on: "BTC",
    what: "the long of 1 had no stop",
    done: "placed stop",
  } as const;
  const naked = [{ asset: "BTC", cause: "the long of 1 had no stop", lengthMs: 5_000 }];
  deepStrictEqual(told({ kind: "guard", close: AT, balanceUsd: 1, equityUsd: 1, naked, faults: [found] }), [
    "naked BTC: without a stop for 5 s: the long of 1 had no stop",
    "fault BTC: secure: the long of 1 had no stop; placed stop",
  ]);
  const late = {
    kind: "lapsed",
    close: AT,
    asset: "BTC",
    purpose: "open",
    orders: ["0x01"],
    lateMs: 1_200,
  } as const;
  deepStrictEqual(told(late), ["fault BTC: an order to open lapsed: it was 1.2 s too late to send it"]);
});

Deno.test("alerts: a command says what stands all the same, and what it closed", () => {
  const entry: CommandEntry = {
    ...{ kind: "command", close: AT, command: "close-all", balanceUsd: 1, equityUsd: 1 },
    left: [{ asset: "BTC", side: "long", size: 1 }],
    trades: [CLOSED],
  };
  deepStrictEqual(told(entry), [
    "command null: told to close-all; the long of 1 BTC stands",
    "trade ETH: the long of 2 ETH was closed by stop at 1990: -22.00 USD net",
  ]);
});
