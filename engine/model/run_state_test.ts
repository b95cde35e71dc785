import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { fillOf } from "../testing/accounts.ts";
import { bySymbol, ETH, SOL } from "../testing/instruments.ts";
import { DAY, HOUR, MIDNIGHT, QUARTER } from "../testing/times.ts";
import type { CommandEntry, CycleEntry, DecisionRecord, IntentEntry, OutcomeEntry } from "./diary_entry.ts";
import type { Fill, Leg, LegOutcome } from "./order.ts";
import { haltAt, RunState } from "./run_state.ts";

const ID = (digit: number): string => `0x${String(digit).repeat(32)}`;

function newState(): RunState {
  return new RunState(bySymbol(ETH, SOL));
}

function cycleOf(close: number, given: Partial<CycleEntry> = {}): CycleEntry {
  return { kind: "cycle", close, balanceUsd: 10_000, equityUsd: 10_000, ...given };
}

function commandOf(command: CommandEntry["command"], given: Partial<CommandEntry> = {}): CommandEntry {
  return { kind: "command", close: MIDNIGHT + 1, command, balanceUsd: 1, equityUsd: 1, ...given };
}

interface Order {
  readonly purpose?: "open" | "add" | "protect" | "close";
  readonly ids: Partial<Record<Leg, string>>;
  readonly stop?: number;
  readonly target?: number;
  readonly words?: string;
  readonly leverage?: number | null;
  readonly close?: number;
}

function intentOf(order: Order): IntentEntry {
  const { purpose = "open", ids, leverage = null, close = MIDNIGHT, words } = order;
  const legs = (Object.keys(ids) as Leg[]).map((leg) => ({
    leg,
    clientOrderId: ids[leg]!,
    side: leg === "entry" ? "buy" as const : "sell" as const,
    size: 1,
    limitPrice: 100,
    triggerPrice: leg === "stop" ? order.stop! : leg === "target" ? order.target! : null,
    reduceOnly: leg !== "entry",
  }));
  const orders = [{
    asset: "ETH",
    purpose,
    legs,
    leverage,
    ...(words === undefined ? {} : { exitPlan: words }),
  }];
  return { kind: "intent", close, origin: "agent", decisions: [], orders };
}

/** The outcome of what was intended: every leg accepted, unless it is said otherwise. */
function outcomeOf(
  intent: IntentEntry,
  statuses: Partial<Record<Leg, "rejected" | "unknown">> = {},
): OutcomeEntry {
  const [{ asset, purpose, legs }] = intent.orders;
  const outcomes = legs.map(({ leg, clientOrderId }): LegOutcome => {
    const status = statuses[leg];
    return status === undefined
      ? { leg, clientOrderId, status: "accepted", filledSize: 0, price: null }
      : { leg, clientOrderId, status, reason: "why" };
  });
  return { kind: "outcome", close: intent.close, asset, purpose, legs: outcomes };
}

function send(state: RunState, order: Order, statuses?: Parameters<typeof outcomeOf>[1]): void {
  const intent = intentOf(order);
  state.intend(intent);
  state.settle(outcomeOf(intent, statuses));
}

const OPEN: Order = {
  ids: { entry: ID(1), stop: ID(2), target: ID(3) },
  stop: 98,
  target: 104,
  words: "old words",
};
const BOUGHT: Fill = fillOf({ clientOrderId: ID(1) });

function opened(): RunState {
  const state = newState();
  send(state, OPEN);
  state.absorb(BOUGHT);
  return state;
}

Deno.test("the balance is deposits + realised + funding − fees, to the last micro-USDC", () => {
  const state = newState();
  state.absorb({ kind: "transfer", time: 1, amountUsd: 1000.1 });
  state.absorb(fillOf({ time: 2, feeUsd: 0.000001 }));
  state.absorb({ kind: "funding", time: 3, asset: "ETH", rate: 1, size: 1, amountUsd: -0.2 });
  state.absorb(fillOf({ time: 4, side: "sell", feeUsd: 0.3, realizedPnlUsd: 0.1 }));
  state.absorb({ kind: "transfer", time: 5, amountUsd: -100.1 });
  strictEqual(state.depositsUsd, 900);
  strictEqual(state.explainedBalanceUsd, 899.599999);
  strictEqual(state.closedTrades[0].netPnlUsd, -0.400001);
});

Deno.test("a fill of an asset that the run does not trade counts in the balance, and in no trade", () => {
  const state = newState();
  strictEqual(state.absorb(fillOf({ asset: "DOGE", feeUsd: 1, realizedPnlUsd: 3 })), null);
  strictEqual(state.explainedBalanceUsd, 2);
  strictEqual(state.book.count, 0);
  strictEqual(state.fills.length, 1);
});

Deno.test("how far the events are known: the last time, and how many of that time", () => {
  const state = newState();
  deepStrictEqual(state.syncedTo, { time: -1, count: 0 });
  state.absorb(fillOf({ time: 5 }));
  deepStrictEqual(state.syncedTo, { time: 5, count: 1 });
  state.absorb(fillOf({ time: 5 }));
  deepStrictEqual(state.syncedTo, { time: 5, count: 2 });
  state.absorb({ kind: "transfer", time: 6, amountUsd: 1 });
  deepStrictEqual(state.syncedTo, { time: 6, count: 1 });
});

Deno.test("a cycle's line is taken in by the time of its events, transfers too", () => {
  const state = newState();
  const transfers = [{ kind: "transfer", time: MIDNIGHT + 9, amountUsd: 5 }] as const;
  const funding = [
    { kind: "funding", time: MIDNIGHT + 3, asset: "ETH", rate: 1, size: 1, amountUsd: -1 },
  ] as const;
  const fills = [fillOf({ time: MIDNIGHT + 1 }), fillOf({ time: MIDNIGHT + 5, side: "sell" })];
  state.apply(cycleOf(MIDNIGHT + QUARTER, { transfers, fills, funding }));
  deepStrictEqual(state.syncedTo, { time: MIDNIGHT + 9, count: 1 });
  strictEqual(state.closedTrades[0].fundingUsd, -1);
});

Deno.test("an entry that filled brings its plan: stop, target and words", () => {
  deepStrictEqual(opened().book.active("ETH")?.plan, { stop: 98, target: 104, words: "old words" });
});

Deno.test("protection that stands is the plan from then on; what was not accepted changes nothing", () => {
  const move: Order = {
    purpose: "protect",
    ids: { stop: ID(4), target: ID(5) },
    stop: 99,
    target: 110,
    words: "new words",
  };
  const onlyStop: Order = { purpose: "protect", ids: { stop: ID(4) }, stop: 99 };
  const rows: [what: string, order: Order, statuses: Parameters<typeof outcomeOf>[1], wanted: unknown][] = [
    ["both stand", move, {}, { stop: 99, target: 110, words: "new words" }],
    ["the stop alone", onlyStop, {}, { stop: 99, target: 104, words: "old words" }],
    ["the target was rejected", move, { target: "rejected" }, { stop: 99, target: 104, words: "new words" }],
    ["the stop is unknown", move, { stop: "unknown" }, { stop: 98, target: 110, words: "new words" }],
    ["neither stands", move, { stop: "rejected", target: "unknown" }, {
      stop: 98,
      target: 104,
      words: "old words",
    }],
  ];
  for (const [what, order, statuses, wanted] of rows) {
    const state = opened();
    send(state, order, statuses);
    deepStrictEqual(state.book.active("ETH")?.plan, wanted, what);
  }
});

Deno.test("an add: the plan is that of the protection for the whole, not of the entry's own exits", () => {
  const state = opened();
  send(state, {
    purpose: "add",
    ids: { entry: ID(4), stop: ID(5), target: ID(6) },
    stop: 90,
    target: 120,
    words: "add",
  });
  send(state, {
    purpose: "protect",
    ids: { stop: ID(7), target: ID(8) },
    stop: 98,
    target: 120,
    words: "add",
  });
  state.absorb({ ...BOUGHT, time: MIDNIGHT + 1, clientOrderId: ID(4) });
  deepStrictEqual(state.book.active("ETH")?.plan, { stop: 98, target: 120, words: "add" });
  const failed = opened();
  send(failed, { purpose: "add", ids: { entry: ID(4), stop: ID(5) }, stop: 90, words: "add" });
  failed.absorb({ ...BOUGHT, time: MIDNIGHT + 1, clientOrderId: ID(4) });
  deepStrictEqual(failed.book.active("ETH")?.plan, { stop: 98, target: 104, words: "old words" });
});

Deno.test("protection that stands before the fill of its position is known is that position's plan", () => {
  const state = newState();
  send(state, OPEN);
  send(state, { purpose: "protect", ids: { stop: ID(4) }, stop: 99 });
  state.absorb(BOUGHT);
  deepStrictEqual(state.book.active("ETH")?.plan, { stop: 99, target: 104, words: "old words" });
  state.finish(cycleOf(MIDNIGHT));
  const stranger = newState();
  send(stranger, { purpose: "protect", ids: { stop: ID(4) }, stop: 99 });
  stranger.absorb(fillOf());
  deepStrictEqual(stranger.book.active("ETH")?.plan, { stop: 99, target: null, words: "" });
});

Deno.test("protection of a position that the diary never sees is forgotten with its cycle", () => {
  const state = newState();
  send(state, { purpose: "protect", ids: { stop: ID(4) }, stop: 99 });
  state.finish(cycleOf(MIDNIGHT));
  state.absorb(fillOf());
  strictEqual(state.book.active("ETH")?.plan.stop, null);
});

Deno.test("own orders are known by their leg, others are not", () => {
  const state = opened();
  deepStrictEqual([ID(1), ID(2), ID(3), ID(9), null].map((id) => state.ownLeg(id)), [
    "entry",
    "stop",
    "target",
    null,
    null,
  ]);
  strictEqual(state.absorb({ ...BOUGHT, side: "sell", clientOrderId: ID(3) })?.exit, "target");
  strictEqual(state.closedAt("ETH"), MIDNIGHT);
  strictEqual(state.closedAt("SOL"), null);
});

Deno.test("attempts count the intents of one close, by asset and leg", () => {
  const state = newState();
  send(state, OPEN);
  send(state, { purpose: "protect", ids: { stop: ID(4) }, stop: 99 });
  strictEqual(state.attempts(MIDNIGHT, "ETH", "stop"), 2);
  strictEqual(state.attempts(MIDNIGHT, "ETH", "entry"), 1);
  strictEqual(state.attempts(MIDNIGHT, "SOL", "stop"), 0);
  strictEqual(state.attempts(MIDNIGHT + QUARTER, "ETH", "stop"), 0);
  send(state, { ...OPEN, close: MIDNIGHT + QUARTER });
  strictEqual(state.attempts(MIDNIGHT + QUARTER, "ETH", "stop"), 1);
});

Deno.test("the leverage is what was set, unless the order behind it did not go through", () => {
  const rows: [status: "rejected" | "unknown" | undefined, wanted: number | null][] = [
    [undefined, 5],
    ["rejected", null],
    ["unknown", null],
  ];
  for (const [status, wanted] of rows) {
    const state = newState();
    send(state, { ...OPEN, leverage: 5 }, status === undefined ? {} : { entry: status });
    strictEqual(state.leverageOf("ETH"), wanted);
  }
  const kept = opened();
  send(kept, { ...OPEN, leverage: 5 });
  send(kept, { purpose: "protect", ids: { stop: ID(4) }, stop: 99 }, { stop: "rejected" });
  strictEqual(kept.leverageOf("ETH"), 5, "protection has no leverage to doubt");
});

Deno.test("memory is the last one given, with an intent or at the end of a cycle", () => {
  const state = newState();
  strictEqual(state.memory, null);
  state.finish(cycleOf(MIDNIGHT, { memory: { count: 1 } }));
  state.finish(cycleOf(MIDNIGHT + QUARTER));
  deepStrictEqual(state.memory, { count: 1 });
  state.intend({ ...intentOf(OPEN), memory: "later" });
  strictEqual(state.memory, "later");
  state.finish(cycleOf(MIDNIGHT + 2 * QUARTER, { memory: null }));
  strictEqual(state.memory, null);
});

Deno.test("the last ten decisions that do something are kept, with their close; the last twenty fills and trades", () => {
  const state = newState();
  for (let index = 0; index < 25; index++) {
    const time = MIDNIGHT + index * QUARTER;
    const decision: DecisionRecord = {
      asset: "ETH",
      action: "buy",
      rationale: `${index}`,
      outcome: "filled",
    };
    const idle: DecisionRecord = { asset: "SOL", action: "hold", rationale: "", outcome: "filled" };
    state.absorb(fillOf({ time }));
    state.absorb(fillOf({ time, side: "sell" }));
    state.finish(cycleOf(time, { decisions: [idle, decision] }));
  }
  strictEqual(state.decisions.length, 10);
  deepStrictEqual(state.decisions.map(({ rationale }) => Number(rationale)), [
    15,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
  ]);
  strictEqual(state.decisions[9].close, MIDNIGHT + 24 * QUARTER);
  strictEqual(state.fills.length, 20);
  strictEqual(state.closedTrades.length, 20);
  strictEqual(state.closedTrades[19].closedAt, MIDNIGHT + 24 * QUARTER);
});

Deno.test("the equity of the day: at midnight, or at the start, or the last before midnight", () => {
  const state = newState();
  strictEqual(state.dayEquity(MIDNIGHT + HOUR, 500), 500, "at the start it is that of now");
  state.finish(cycleOf(MIDNIGHT + HOUR, { equityUsd: 510 }));
  strictEqual(state.dayEquity(MIDNIGHT + 2 * HOUR, 400), 510);
  state.finish(cycleOf(MIDNIGHT + 2 * HOUR, { equityUsd: 420 }));
  strictEqual(state.dayEquity(MIDNIGHT + DAY, 430), 430, "a cycle on midnight has it");
  strictEqual(state.dayEquity(MIDNIGHT + DAY + HOUR, 430), 420, "without one it is the last before");
  state.finish(cycleOf(MIDNIGHT + DAY, { equityUsd: 435 }));
  strictEqual(state.dayEquity(MIDNIGHT + DAY + HOUR, 300), 435);
});

Deno.test("the equity of the day is the one its first line tells, before what that cycle itself cost", () => {
  const state = newState();
  strictEqual(state.beginsDay(MIDNIGHT), true);
  state.finish(cycleOf(MIDNIGHT, { equityUsd: 990, dayEquityUsd: 1000 }));
  strictEqual(state.beginsDay(MIDNIGHT + HOUR), false);
  strictEqual(state.dayEquity(MIDNIGHT + HOUR, 970), 1000);
  strictEqual(state.beginsDay(MIDNIGHT + DAY), true);
});

Deno.test("the peak is the highest equity at the end of any cycle", () => {
  const state = newState();
  for (const equityUsd of [100, 120, 90]) state.finish(cycleOf(MIDNIGHT, { equityUsd }));
  strictEqual(state.peakEquityUsd, 120);
});

Deno.test("a halt for the day ends with the UTC day, one for good does not", () => {
  const since = MIDNIGHT + DAY - QUARTER;
  const rows: [until: "next-day" | "for-good", at: number, holds: boolean][] = [
    ["next-day", since, true],
    ["next-day", MIDNIGHT + DAY - 1, true],
    ["next-day", MIDNIGHT + DAY, false],
    ["for-good", MIDNIGHT + DAY, true],
    ["for-good", MIDNIGHT + 400 * DAY, true],
  ];
  for (const [until, at, holds] of rows) {
    const state = newState();
    state.finish(cycleOf(since, { halt: { until, loss: -0.1 } }));
    strictEqual(haltAt(state, at) !== null, holds, `${until} at ${at - MIDNIGHT}`);
    state.finish(cycleOf(at));
    strictEqual(haltAt(state, at) !== null, holds);
  }
  strictEqual(haltAt(newState(), MIDNIGHT), null);
});

Deno.test("candles of another length than before are noted, for each asset, once; the first are no change", () => {
  const state = newState();
  const context = { time: 0, mark: null, mid: null, oracle: null, funding: null, openInterest: null };
  const note = (eth: number | undefined, sol: number | undefined) =>
    state.noteSeries([{ ...context, asset: "ETH", candleMs: eth }, {
      ...context,
      asset: "SOL",
      candleMs: sol,
    }]);
  deepStrictEqual(note(300, 300), []);
  deepStrictEqual(note(300, undefined), []);
  deepStrictEqual(note(60, 300), [{ asset: "ETH", fromMs: 300, toMs: 60 }]);
  deepStrictEqual(note(60, 300), []);
  state.apply(cycleOf(MIDNIGHT, { series: [{ asset: "SOL", fromMs: 300, toMs: 60 }] }));
  deepStrictEqual(note(60, 60), [], "a change that stands in the diary is known after a restart");
});

Deno.test("commands: pause and close-all pause, resume ends it, close leaves it as it is", () => {
  const state = newState();
  const rows: [command: CommandEntry["command"], paused: boolean][] = [
    ["close", false],
    ["pause", true],
    ["close", true],
    ["resume", false],
    ["close-all", true],
  ];
  for (const [command, paused] of rows) {
    state.obey(commandOf(command));
    strictEqual(state.paused, paused, command);
  }
  const decision: DecisionRecord = { asset: "ETH", action: "close", rationale: "asked", outcome: "filled" };
  state.obey(commandOf("close", { decisions: [decision] }));
  deepStrictEqual(state.decisions, [{ ...decision, close: MIDNIGHT + 1 }]);
});
