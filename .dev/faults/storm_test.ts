/** 200 closes in a world where answers of market data, exchange and model are lost, late, doubled and torn. */
import assert from "node:assert/strict";
import { inDiaryOrder, RunState } from "../../engine/mod.ts";
import { QUARTER } from "./testing/storm_market.ts";
import { playedAgain, type StormyRun, stormyRun } from "./testing/stormy_run.ts";

const CLOSES = 200;
const SEEDS = [1, 2, 3];

let runs: Promise<readonly StormyRun[]> | null = null;

/** The runs of all seeds, made once. */
function storms(): Promise<readonly StormyRun[]> {
  runs ??= Promise.all(SEEDS.map((seed) => stormyRun(seed, CLOSES)));
  return runs;
}

function held(list: readonly { asset: string; side: string; size: number }[]): string[] {
  return list.map(({ asset, side, size }) => `${asset} ${side} ${size}`).sort();
}

Deno.test("storm: every kind of fault happened, and so did trades", async () => {
  const counts = new Map<string, number>();
  let fills = 0;
  for (const { lots, diary } of await storms()) {
    for (const [name, count] of lots.counts) counts.set(name, (counts.get(name) ?? 0) + count);
    for (const entry of diary.entries) fills += entry.kind === "cycle" ? entry.fills?.length ?? 0 : 0;
  }
  const wanted = ["candles", "contexts", "sync", "submit"].flatMap((what) => [`${what} lost`, `${what} slow`])
    .concat([
      ...["candles doubled", "candles late", "contexts late", "contexts torn", "sync torn", "submit torn"],
      ...[
        "model lost",
        "model late",
        "model torn",
        "model doubled",
        "clock asleep",
        "exchange away",
        "find lost",
      ],
    ]);
  assert.deepEqual(wanted.filter((name) => !counts.has(name)), []);
  assert.ok(fills > 100, `${fills} fills`);
});

Deno.test("storm: the diary is whole: each close has one line, a cycle or a miss with its cause", async () => {
  const causes = new Set<string>();
  for (const { diary, from } of await storms()) {
    const closes: number[] = [];
    for (const entry of diary.entries) {
      if (entry.kind !== "cycle" && entry.kind !== "missed") continue;
      closes.push((entry.close - from) / QUARTER);
      if (entry.kind === "missed") causes.add(entry.cause);
    }
    assert.deepEqual(closes, Array.from({ length: CLOSES }, (_, index) => index));
  }
  assert.deepEqual([...causes].sort(), ["asleep", "busy", "unreachable"]);
});

Deno.test("storm: each candle was taken in once, whatever came late or twice", async () => {
  for (const { engine: { assets } } of await storms()) {
    for (const { feeds: [decided] } of assets) {
      assert.ok(decided.count <= CLOSES + 1, `${decided.count} candles`);
    }
  }
});

Deno.test("storm: no order reached the venue twice, and none that was not intended before", async () => {
  for (const { diary, reached } of await storms()) {
    assert.equal(new Set(reached).size, reached.length);
    const intended = diary.entries.flatMap((entry) => {
      return entry.kind === "intent"
        ? entry.orders.flatMap(({ legs }) => legs.map((leg) => leg.clientOrderId))
        : [];
    });
    assert.equal(new Set(intended).size, intended.length, "no name was given twice");
    assert.deepEqual(reached.filter((id) => !intended.includes(id)), []);
  }
});

Deno.test("storm: the ledger holds: what the diary explains and what came after is the venue's account", async () => {
  for (const { engine, truth } of await storms()) {
    for (const event of inDiaryOrder(truth.events)) engine.state.absorb(event);
    assert.equal(engine.state.explainedBalanceUsd, truth.account.balanceUsd);
    assert.deepEqual(
      held(engine.state.book.actives()),
      held(truth.account.positions),
    );
  }
});

Deno.test("storm: nothing was unexplained: Sync never found what the diary does not know", async () => {
  for (const { diary } of await storms()) {
    for (const entry of diary.entries) {
      if (entry.kind !== "cycle" && entry.kind !== "command") continue;
      const unexplained = entry.faults?.filter(({ what }) => what.includes("the diary explains")) ?? [];
      assert.deepEqual(unexplained, []);
    }
  }
});

Deno.test("storm: the state comes back from the lines, and the same storm gives the same lines", async () => {
  const [first] = await storms();
  const state = new RunState(first.engine.instruments);
  for (const entry of first.diary.entries) state.apply(entry);
  const { lastClose, lastLook, paused, peakEquityUsd } = first.engine.state;
  assert.deepEqual(
    [state.lastClose, state.lastLook, state.paused, state.peakEquityUsd],
    [lastClose, lastLook, paused, peakEquityUsd],
  );
  assert.deepEqual((await stormyRun(SEEDS[0], CLOSES)).diary.lines, first.diary.lines);
});

Deno.test("storm: each command was answered", async () => {
  for (const { answers } of await storms()) assert.equal(answers.length, 5);
});

Deno.test("storm: what is not known is never read as none: no order that was called rejected ever filled", async () => {
  let unknown = 0;
  for (const { diary: { entries } } of await storms()) {
    const legs = entries.flatMap((entry) => entry.kind === "outcome" ? entry.legs : []);
    const rejected = new Set(
      legs.filter(({ status }) => status === "rejected").map((leg) => leg.clientOrderId),
    );
    const fills = entries.flatMap((entry) => {
      return entry.kind === "cycle" || entry.kind === "command" ? entry.fills ?? [] : [];
    });
    assert.deepEqual(fills.filter(({ clientOrderId }) => rejected.has(clientOrderId!)), []);
    unknown += legs.filter(({ status }) => status === "unknown").length;
  }
  assert.ok(unknown > 0);
});

Deno.test("storm: a run is played again from what it saw, line for line, without its world", async () => {
  for (const storm of await storms()) {
    assert.deepEqual(await playedAgain(storm, CLOSES), storm.diary.lines);
  }
});
