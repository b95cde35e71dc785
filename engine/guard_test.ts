import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { runGuard } from "./guard.ts";
import { runLoop } from "./loop.ts";
import type { ApprovedOrder } from "./model/approved_order.ts";
import type { GuardEntry } from "./model/diary_entry.ts";
import type { LegOutcome, OpenOrder } from "./model/order.ts";
import { ExchangeFault } from "./ports/exchange_fault.ts";
import { decisionOf } from "./testing/accounts.ts";
import { MIDNIGHT, MINUTE, QUARTER } from "./testing/times.ts";
import { World } from "./testing/world.ts";

const BOUNDS = { sendWithinMs: 5000, nakedLimitMs: 10_000 };

/** A world on a clock that goes by itself, whose first cycle bought 10 ETH at 100 with stop 98 and target 104. */
async function opened(): Promise<World> {
  const world = new World({ bounds: BOUNDS });
  await world.cycle(decisionOf());
  world.takeLog();
  return world;
}

function drop(world: World, kind: OpenOrder["kind"]): void {
  world.exchange.openOrders = world.exchange.openOrders.filter((order) => order.kind !== kind);
}

function kinds(world: World): string[] {
  return world.exchange.openOrders.map(({ kind }) => kind).sort();
}

function answerAll(order: ApprovedOrder, status: "rejected" | "unknown"): LegOutcome[] {
  return order.legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status, reason: "lost" }));
}

function guards(world: World): GuardEntry[] {
  return world.diary.entries.filter((entry): entry is GuardEntry => entry.kind === "guard");
}

Deno.test("guard: what is protected is left alone, and nothing is written", async () => {
  const world = await opened();
  strictEqual(await runGuard(world.engine), null);
  deepStrictEqual(world.takeLog(), ["sync"]);
});

Deno.test("guard: a lost stop is placed again; the naked time counts from the last look that saw it", async () => {
  const world = await opened();
  world.clock.set(world.clock.now() + 5000);
  await runGuard(world.engine);
  world.clock.set(world.clock.now() + 5000);
  drop(world, "stop");
  const entry = (await runGuard(world.engine))!;
  deepStrictEqual(kinds(world), ["stop", "target"]);
  deepStrictEqual(entry.faults.map(({ on, done }) => [on, done]), [["ETH", "placed stop"]]);
  ok(entry.naked![0].lengthMs >= 5000 && entry.naked![0].lengthMs < 6000, String(entry.naked![0].lengthMs));
  strictEqual(await runGuard(world.engine), null);
});

Deno.test("guard: fills stand in the next cycle's line, and are no fault of the guard's", async () => {
  const world = await opened();
  world.exchange.fire("ETH", "stop");
  strictEqual(await runGuard(world.engine), null);
  const { fills, trades, faults } = await world.cycle();
  deepStrictEqual([fills?.length, trades?.length, faults], [1, 1, undefined]);
});

Deno.test("guard: where no stop can be placed the position is closed once its limit is over, not before", async () => {
  const world = await opened();
  drop(world, "stop");
  const begun = world.clock.now();
  let closedAt = 0;
  world.exchange.onSubmit = (order) => {
    if (order.purpose === "protect") return answerAll(order, "unknown");
    closedAt ||= world.clock.now();
    return null;
  };
  world.exchange.onFind = () => ({ status: "unknown", reason: "lost" });
  const { faults, naked } = (await runGuard(world.engine))!;
  deepStrictEqual(world.exchange.account().positions, []);
  strictEqual(closedAt - begun, BOUNDS.nakedLimitMs);
  strictEqual(faults.at(-1)!.done, "closed the position");
  strictEqual(naked?.length, 1);
});

Deno.test("guard: what cannot be closed either is tried for three limits, and told once with its longest time", async () => {
  const world = await opened();
  drop(world, "stop");
  const begun = world.clock.now();
  world.exchange.onSubmit = (order) => answerAll(order, "unknown");
  world.exchange.onFind = () => ({ status: "unknown", reason: "lost" });
  const { naked } = (await runGuard(world.engine))!;
  strictEqual(world.clock.now() - begun, 3 * BOUNDS.nakedLimitMs);
  deepStrictEqual(naked!.map(({ asset }) => asset), ["ETH"]);
  ok(naked![0].lengthMs >= 2 * BOUNDS.nakedLimitMs, String(naked![0].lengthMs));
});

Deno.test("guard: an account that does not show is told once, until it shows again", async () => {
  const world = await opened();
  const sync = world.exchange.sync.bind(world.exchange);
  const silent = () => {
    throw new ExchangeFault("unreachable", "nobody answers");
  };
  Object.assign(world.exchange, { sync: silent });
  for (let look = 0; look < 3; look++) await runGuard(world.engine);
  Object.assign(world.exchange, { sync });
  await runGuard(world.engine);
  Object.assign(world.exchange, { sync: silent });
  await runGuard(world.engine);
  deepStrictEqual(guards(world).map(({ faults }) => faults[0].what), ["nobody answers", "nobody answers"]);
});

Deno.test("guard: it looks at once when a loop begins, then every few seconds, and before each cycle", async () => {
  const world = new World({ bounds: BOUNDS });
  for (let index = 0; index <= 4; index++) world.candle(MIDNIGHT + index * QUARTER);
  const waits: number[] = [];
  const looks: number[] = [];
  const guard = {
    everyMs: MINUTE,
    events: () => new AbortController().signal,
    onWait: () => waits.push(world.clock.now()),
    onQuiet: () => looks.push((world.clock.now() - MIDNIGHT) / MINUTE),
  };
  const signal = new AbortController().signal;
  const range = { from: MIDNIGHT + 1, until: MIDNIGHT + QUARTER + 1 };
  world.clock.set(MIDNIGHT + 10 * MINUTE + 7);
  await runLoop(world.engine, { ...range, graceMs: 2000, signal, guard });
  deepStrictEqual(looks.map(Math.floor), [10, 11, 12, 13, 14, 15, 15]);
  strictEqual(world.diary.cycles.length, 1);
  strictEqual(waits.length, looks.length);
});

Deno.test("guard: an order event brings the look at once", async () => {
  const world = new World({ bounds: BOUNDS });
  let event = new AbortController();
  const looks: number[] = [];
  const told = [3000, 3001];
  const sleep = world.clock.sleepUntil.bind(world.clock);
  world.clock.sleepUntil = (time, signal) => {
    const at = told[0] === undefined ? Infinity : MIDNIGHT + told[0];
    if (time <= at) return sleep(time, signal);
    told.shift();
    world.clock.set(at);
    event.abort();
    event = new AbortController();
    ok(signal!.aborted, "the event wakes whoever waits");
    return Promise.resolve();
  };
  const guard = {
    everyMs: MINUTE,
    events: () => event.signal,
    onQuiet: () => looks.push(world.clock.now() - MIDNIGHT),
  };
  const range = { from: MIDNIGHT + 1, until: MIDNIGHT + QUARTER + 1 };
  const interrupt = new AbortController();
  const onWait = () => {
    if (looks.length === 3) interrupt.abort();
  };
  await runLoop(world.engine, {
    ...range,
    graceMs: 0,
    signal: interrupt.signal,
    guard: { ...guard, onWait },
  });
  deepStrictEqual(looks, [0, 3000, 3001]);
});
