import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Decision } from "../model/decision.ts";
import type { DecisionRecord, Fault, OutcomeEntry } from "../model/diary_entry.ts";
import type { LegOutcome, OrderLookup } from "../model/order.ts";
import { intentOf, judgeDecisions } from "../risk/judge_decisions.ts";
import { decisionOf } from "../testing/accounts.ts";
import { ETH, SOL } from "../testing/instruments.ts";
import { World } from "../testing/world.ts";
import { execute } from "./execute.ts";

interface Executed {
  readonly records: readonly DecisionRecord[];
  readonly faults: readonly Fault[];
  readonly outcomes: readonly OutcomeEntry[];
  readonly log: readonly string[];
}

/** Judges, intends and executes as the cycle does; the log begins with the first call of Execute. */
async function run(world: World, ...decisions: readonly Decision[]): Promise<Executed> {
  const { state, ports } = world.engine;
  await world.absorb();
  const by = world.circumstances();
  const judged = judgeDecisions(decisions, by);
  state.intend(intentOf(decisions, judged, { close: by.close, origin: "agent" }));
  const written = world.diary.outcomes.length;
  world.takeLog();
  const faults = await execute(judged, ports, { close: by.close, state, until: Infinity });
  const log = world.takeLog();
  await world.absorb();
  return { records: judged.records, faults, outcomes: world.diary.outcomes.slice(written), log };
}

/** A world with 10 ETH at 100, stop 98 and target 104. */
async function opened(): Promise<World> {
  const world = new World();
  await run(world, decisionOf());
  return world;
}

const ADD = decisionOf({ allocationUsd: 500, stop: 99, target: 110 });
const HOLD: Decision = { asset: "ETH", action: "hold", rationale: "" };

/** Answers a submitted group leg by leg; "ordinary" lets the exchange do as usual. */
function answer(
  world: World,
  purpose: string,
  statuses: readonly ("accepted" | "rejected" | "unknown")[],
): void {
  world.exchange.onSubmit = (order) => {
    if (order.purpose !== purpose) return null;
    return order.legs.map(({ leg, clientOrderId }, index): LegOutcome =>
      statuses[index] === "accepted"
        ? { leg, clientOrderId, status: "accepted", filledSize: 0, price: null }
        : { leg, clientOrderId, status: statuses[index] as "unknown", reason: `it was ${statuses[index]}` }
    );
  };
}

Deno.test("an entry: leverage first where it differs, then one action for all legs, then its outcome line", async () => {
  const world = new World();
  const first = await run(world, decisionOf({ leverage: 3 }));
  deepStrictEqual(first.log, ["leverage ETH 3", "submit ETH open entry+stop+target", "write outcome"]);
  const second = await run(world, decisionOf({ leverage: 3, allocationUsd: 100 }));
  strictEqual(second.log[0], "submit ETH add entry+stop+target");
  deepStrictEqual(first.faults, []);
});

Deno.test("a filled entry's record and line", async () => {
  const world = new World();
  world.price("ETH", 100);
  const { records: [record], outcomes: [outcome] } = await run(world, decisionOf());
  deepStrictEqual([record.outcome, record.filledSize, record.fillPrice], ["filled", 10, 100]);
  deepStrictEqual([outcome.asset, outcome.purpose, outcome.close], ["ETH", "open", world.clock.now()]);
  deepStrictEqual(outcome.legs.map(({ leg, status }) => `${leg} ${status}`), [
    "entry accepted",
    "stop accepted",
    "target accepted",
  ]);
  strictEqual(outcome.legs[0].clientOrderId, record.orders?.entry);
});

Deno.test("a partly filled entry is filled with what it got", async () => {
  const world = new World();
  world.exchange.fillShare = 0.25;
  const { records: [record] } = await run(world, decisionOf());
  deepStrictEqual([record.outcome, record.filledSize, record.size], ["filled", 2.5, 10]);
});

Deno.test("a leverage that was not set: nothing is sent, every leg is rejected with the reason", async () => {
  for (const status of ["rejected", "unknown"] as const) {
    const world = new World();
    world.exchange.onLeverage = () => ({ status, reason: "no" });
    const { records, outcomes, log } = await run(world, decisionOf({ leverage: 3 }));
    deepStrictEqual(log, ["leverage ETH 3", "write outcome"]);
    deepStrictEqual([records[0].outcome, records[0].reason], ["rejected", "leverage 3 was not set: no"]);
    deepStrictEqual(outcomes[0].legs.map(({ status }) => status), ["rejected", "rejected", "rejected"]);
    strictEqual(world.engine.state.leverageOf("ETH"), null);
  }
});

Deno.test("a rejected entry is recorded with the venue's reason; the next decision goes on", async () => {
  const world = new World({ instruments: [ETH, SOL] });
  answer(world, "open", ["rejected", "rejected", "rejected"]);
  const { records } = await run(world, decisionOf(), decisionOf({ asset: "SOL" }));
  deepStrictEqual(records.map(({ outcome, reason }) => [outcome, reason]), [
    ["rejected", "it was rejected"],
    ["rejected", "it was rejected"],
  ]);
});

Deno.test("an unknown outcome is looked up by its client order id, never sent again and never read as none", async () => {
  const rows: [found: OrderLookup, wanted: string, reason: string | undefined][] = [
    [{ status: "found", state: "filled", filledSize: 10, price: 100.5 }, "filled", undefined],
    [{ status: "found", state: "open", filledSize: 0, price: null }, "accepted", undefined],
    [{ status: "found", state: "ended", filledSize: 4, price: 100.5 }, "filled", undefined],
    [{ status: "found", state: "ended", filledSize: 0, price: null }, "rejected", "it ended without a fill"],
    [{ status: "none" }, "rejected", "the venue does not know it"],
    [{ status: "unknown", reason: "no answer" }, "unknown", "no answer"],
  ];
  for (const [found, wanted, reason] of rows) {
    const world = new World();
    answer(world, "open", ["unknown", "accepted", "accepted"]);
    const asked: string[] = [];
    world.exchange.onFind = (id) => {
      asked.push(id);
      return found;
    };
    const { records: [record], outcomes, log } = await run(world, decisionOf());
    deepStrictEqual([record.outcome, record.reason], [wanted, reason], JSON.stringify(found));
    deepStrictEqual(asked, [record.orders?.entry]);
    strictEqual(log.filter((call) => call.startsWith("submit")).length, 1);
    strictEqual(outcomes[0].legs[0].status === "accepted", wanted === "filled" || wanted === "accepted");
  }
});

Deno.test("an add: entry, then protection for the whole, and only then the old orders are cancelled", async () => {
  const world = await opened();
  const { log, records, outcomes, faults } = await run(world, ADD);
  deepStrictEqual(log, [
    "submit ETH add entry+stop+target",
    "write outcome",
    "submit ETH protect stop+target",
    "write outcome",
    "cancel ETH stop",
    "cancel ETH target",
    "cancel ETH stop",
    "cancel ETH target",
  ]);
  deepStrictEqual(outcomes.map(({ purpose }) => purpose), ["add", "protect"]);
  deepStrictEqual([records[0].outcome, records[0].filledSize, records[0].fillPrice], ["filled", 5, 100]);
  deepStrictEqual(faults, []);
  const { openOrders } = world.exchange;
  deepStrictEqual(openOrders.map(({ kind, size, triggerPrice }) => [kind, size, triggerPrice]), [
    ["stop", null, 99],
    ["target", null, 110],
  ]);
});

Deno.test("an add that was not filled: the protection behind it is not sent, and nothing is cancelled", async () => {
  const world = await opened();
  answer(world, "add", ["rejected", "rejected", "rejected"]);
  const { log, records, outcomes } = await run(world, ADD);
  deepStrictEqual(log, ["submit ETH add entry+stop+target", "write outcome", "write outcome"]);
  strictEqual(records[0].outcome, "rejected");
  ok(outcomes[1].legs.every((leg) => leg.status === "rejected" && leg.reason.startsWith("not sent")));
  strictEqual(world.exchange.openOrders.length, 2);
});

Deno.test("an add whose new protection fails keeps its fill and all old orders", async () => {
  const world = await opened();
  answer(world, "protect", ["rejected", "rejected"]);
  const { log, records } = await run(world, ADD);
  deepStrictEqual(log.filter((call) => call.startsWith("cancel")), []);
  deepStrictEqual([records[0].outcome, records[0].filledSize], ["filled", 5]);
  strictEqual(world.exchange.openOrders.length, 4);
});

Deno.test("an old order is cancelled only where the new one of its kind stands", async () => {
  const rows: [statuses: ("accepted" | "rejected" | "unknown")[], wanted: string[]][] = [
    [["accepted", "rejected"], ["cancel ETH stop"]],
    [["rejected", "accepted"], ["cancel ETH target"]],
    [["unknown", "accepted"], ["cancel ETH target"]],
    [["accepted", "accepted"], ["cancel ETH stop", "cancel ETH target"]],
  ];
  for (const [statuses, wanted] of rows) {
    const world = await opened();
    answer(world, "protect", statuses);
    world.exchange.onFind = () => ({ status: "unknown", reason: "no answer" });
    const { log } = await run(world, { ...HOLD, stop: 99, target: 110 });
    deepStrictEqual(log.filter((call) => call.startsWith("cancel")), wanted);
  }
});

Deno.test("a new stop that the venue knows as ended does not stand: the old one stays", async () => {
  const world = await opened();
  answer(world, "protect", ["unknown"]);
  world.exchange.onFind = () => ({ status: "found", state: "ended", filledSize: 0, price: null });
  const { log, records } = await run(world, { ...HOLD, stop: 99 });
  deepStrictEqual(log.filter((call) => call.startsWith("cancel")), []);
  strictEqual(records[0].outcome, "rejected");
  strictEqual(world.engine.state.book.active("ETH")?.plan.stop, 98);
});

Deno.test("a hold that moves the stop: the new one is placed before the old one goes", async () => {
  const world = await opened();
  const { log, records } = await run(world, { ...HOLD, stop: 99 });
  deepStrictEqual(log, ["submit ETH protect stop", "write outcome", "cancel ETH stop"]);
  strictEqual(records[0].outcome, "accepted");
  deepStrictEqual(world.engine.state.book.active("ETH")?.plan, { stop: 99, target: 104, words: "" });
});

Deno.test("an old order that cannot be cancelled is a fault", async () => {
  const world = await opened();
  world.exchange.onCancel = () => ({ status: "unknown", reason: "no answer" });
  const { faults } = await run(world, { ...HOLD, stop: 99 });
  strictEqual(faults.length, 1);
  deepStrictEqual([faults[0].step, faults[0].on], ["execute", "ETH"]);
  ok(/0x[0-9a-f]{32} was not cancelled: no answer/.test(faults[0].what));
});

Deno.test("a close: one reduce-only order, and the venue takes stop and target away", async () => {
  const world = await opened();
  world.price("ETH", 101);
  const { log, records } = await run(world, decisionOf({ action: "close" }));
  deepStrictEqual(log, ["submit ETH close close", "write outcome"]);
  deepStrictEqual([records[0].outcome, records[0].filledSize, records[0].fillPrice], ["filled", 10, 101]);
  deepStrictEqual(world.exchange.account().positions, []);
  deepStrictEqual(world.exchange.openOrders, []);
});

Deno.test("protection that fires at once does not pass for the fill of the add", async () => {
  const world = await opened();
  world.exchange.onSubmit = (order) =>
    order.purpose !== "protect" ? null : order.legs.map(({ leg, clientOrderId }) => ({
      leg,
      clientOrderId,
      status: "accepted",
      filledSize: leg === "stop" ? 15 : 0,
      price: leg === "stop" ? 98.9 : null,
    }));
  const { records: [record] } = await run(world, ADD);
  deepStrictEqual([record.filledSize, record.fillPrice], [5, 100]);
});
