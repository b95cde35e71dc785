import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { ApprovedOrder } from "../model/approved_order.ts";
import type { LegOutcome, OpenOrder, OrderLookup } from "../model/order.ts";
import { openOrderOf } from "../testing/accounts.ts";
import { ETH, instrumentOf } from "../testing/instruments.ts";
import { MINUTE, QUARTER } from "../testing/times.ts";
import { decisionOf } from "../testing/accounts.ts";
import { WIDE, World, type WorldOptions } from "../testing/world.ts";
import { isSecured, secure, type Secured } from "./secure.ts";

/** A world whose first cycle bought 10 ETH at 100 with stop 98 and target 104. */
async function opened(options: WorldOptions = {}): Promise<World> {
  const world = new World(options);
  await world.cycle(decisionOf());
  world.takeLog();
  return world;
}

async function look(world: World): Promise<Secured & { readonly log: readonly string[] }> {
  world.takeLog();
  const secured = await secure(world.engine.ports, world.circumstances(), world.clock.now());
  return { ...secured, log: world.takeLog() };
}

function drop(world: World, kind: OpenOrder["kind"]): void {
  world.exchange.openOrders = world.exchange.openOrders.filter((order) => order.kind !== kind);
}

function tellOrders(world: World): string[] {
  return world.exchange.openOrders.map(({ kind, side, size, triggerPrice }) =>
    `${kind} ${side} ${size ?? "all"} @${triggerPrice}`
  );
}

function refuseAll(order: ApprovedOrder): LegOutcome[] {
  return order.legs.map(({ leg, clientOrderId }) => ({
    leg,
    clientOrderId,
    status: "rejected",
    reason: "no",
  }));
}

Deno.test("a protected position and a flat account: nothing is done and nothing is written", async () => {
  const nothing = { naked: [], faults: [], log: [] };
  deepStrictEqual(await look(new World()), nothing);
  deepStrictEqual(await look(await opened()), nothing);
});

Deno.test("a lost stop: the plan's is placed for the whole position, intended before it is sent", async () => {
  const world = await opened();
  drop(world, "stop");
  const { naked, faults, log } = await look(world);
  deepStrictEqual(log, ["write intent", "commit", "submit ETH protect stop", "write outcome"]);
  deepStrictEqual(tellOrders(world), ["target sell 10 @104", "stop sell all @98"]);
  deepStrictEqual(faults, [{
    step: "secure",
    on: "ETH",
    what: "the long of 10 had no stop",
    done: "placed stop",
  }]);
  strictEqual(naked.length, 1);
  strictEqual(world.diary.intents.at(-1)?.origin, "secure");
});

Deno.test("what is sent arrives no sooner than it may, and a look that sends nothing waits for nothing", async () => {
  const world = await opened();
  const now = world.clock.now();
  await secure(world.engine.ports, world.circumstances(), now + MINUTE);
  strictEqual(world.clock.now(), now, "nothing was sent");
  drop(world, "stop");
  const { naked } = await secure(world.engine.ports, world.circumstances(), now + MINUTE);
  strictEqual(world.clock.now(), now + MINUTE);
  const { openedAt } = world.engine.state.book.active("ETH")!;
  deepStrictEqual(
    naked.map(({ lengthMs }) => lengthMs),
    [now + MINUTE - openedAt],
    "it was naked until then",
  );
});

Deno.test("how long it was naked: since the last cycle, or since it was opened where that was later", async () => {
  const world = await opened();
  const openedAt = world.engine.state.book.active("ETH")!.openedAt;
  drop(world, "stop");
  world.clock.set(openedAt + MINUTE);
  deepStrictEqual((await look(world)).naked.map(({ lengthMs }) => lengthMs), [MINUTE]);
  await world.cycle();
  drop(world, "stop");
  world.clock.set(world.engine.state.lastClose + 2 * MINUTE);
  deepStrictEqual((await look(world)).naked.map(({ lengthMs }) => lengthMs), [2 * MINUTE]);
});

Deno.test("a position that was there before the first cycle was naked since nobody knows when: counted from now", async () => {
  const world = new World();
  world.exchange.trade("ETH", "buy", { size: 1 });
  world.clock.set(world.clock.now() + QUARTER);
  const { naked } = await look(world);
  deepStrictEqual(naked.map(({ lengthMs }) => lengthMs), [0]);
});

Deno.test("without a plan the profile's stop is set, at its distance from the mark, and becomes the plan", async () => {
  const rows: [side: "buy" | "sell", wanted: string][] = [["buy", "stop sell all @98"], [
    "sell",
    "stop buy all @102",
  ]];
  for (const [side, wanted] of rows) {
    const world = new World();
    world.exchange.trade("ETH", side, { size: 3 });
    await world.absorb();
    const { faults } = await look(world);
    deepStrictEqual(tellOrders(world), [wanted]);
    strictEqual(faults[0].done, "placed stop");
    strictEqual(world.engine.state.book.active("ETH")?.plan.stop, side === "buy" ? 98 : 102);
  }
});

Deno.test("a lost target is placed again; the position was never naked for it", async () => {
  const world = await opened();
  drop(world, "target");
  const { naked, faults, log } = await look(world);
  deepStrictEqual([naked, log[2]], [[], "submit ETH protect target"]);
  deepStrictEqual([faults[0].what, faults[0].done], ["the long of 10 had no target", "placed target"]);
  const without = await opened({ profile: { ...WIDE, defaultTargetDistance: null } });
  deepStrictEqual((await look(without)).faults, [], "where the plan has no target none is missed");
});

Deno.test("both lost: both placed as one action", async () => {
  const world = await opened();
  world.exchange.openOrders = [];
  const { faults, log } = await look(world);
  strictEqual(log[2], "submit ETH protect stop+target");
  deepStrictEqual([faults[0].what, faults[0].done], [
    "the long of 10 had no stop and no target",
    "placed stop and target",
  ]);
});

Deno.test("a stop that the price has passed: the position is closed", async () => {
  const rows: [side: "buy" | "sell", mark: number, done: string][] = [
    ["buy", 98.01, "placed stop"],
    ["buy", 98, "closed the position"],
    ["buy", 90, "closed the position"],
    ["sell", 101.99, "placed stop"],
    ["sell", 102, "closed the position"],
  ];
  for (const [action, mark, done] of rows) {
    const world = new World({ profile: { ...WIDE, defaultTargetDistance: null } });
    await world.cycle(decisionOf({ action }));
    drop(world, "stop");
    world.price("ETH", mark);
    const { faults } = await look(world);
    strictEqual(faults[0].done, done, `${action} at ${mark}`);
    strictEqual(world.exchange.account().positions.length, done.startsWith("closed") ? 0 : 1);
  }
});

Deno.test("a lost target that the price has reached: the position is closed, that is what it wanted", async () => {
  for (const [action, mark] of [["buy", 104], ["sell", 96]] as const) {
    const world = new World();
    await world.cycle(decisionOf({ action }));
    drop(world, "target");
    world.price("ETH", mark);
    const { faults, naked } = await look(world);
    deepStrictEqual([faults[0].done, naked], ["closed the position", []]);
    deepStrictEqual(world.exchange.account().positions, []);
  }
});

Deno.test("a stop that the venue refuses: the position is closed", async () => {
  const world = await opened();
  drop(world, "stop");
  world.exchange.onSubmit = (order) => order.purpose === "protect" ? refuseAll(order) : null;
  const { faults, log } = await look(world);
  deepStrictEqual(log.filter((call) => call.startsWith("submit")), [
    "submit ETH protect stop",
    "submit ETH close close",
  ]);
  strictEqual(faults[0].done, "closed the position");
  deepStrictEqual(world.exchange.account().positions, []);
});

Deno.test("a target that the venue refuses is no reason to close a position that has its stop", async () => {
  const world = await opened();
  drop(world, "target");
  world.exchange.onSubmit = (order) => order.purpose === "protect" ? refuseAll(order) : null;
  const { faults, log } = await look(world);
  deepStrictEqual(log.filter((call) => call.startsWith("submit")), ["submit ETH protect target"]);
  strictEqual(faults[0].done, "could not place target");
  strictEqual(world.exchange.account().positions.length, 1);
});

Deno.test("both lost and the venue takes the stop alone: the position stays", async () => {
  const world = await opened();
  world.exchange.openOrders = [];
  world.exchange.onSubmit = (order) =>
    order.purpose !== "protect"
      ? null
      : order.legs.map(({ leg, clientOrderId }): LegOutcome =>
        leg === "stop"
          ? { leg, clientOrderId, status: "accepted", filledSize: 0, price: null }
          : { leg, clientOrderId, status: "rejected", reason: "no" }
      );
  const { faults } = await look(world);
  strictEqual(faults[0].done, "placed stop, could not place target");
  strictEqual(world.exchange.account().positions.length, 1);
});

Deno.test("an order of unknown fate is looked up, and what may stand is not closed over", async () => {
  const unknown = (order: ApprovedOrder): LegOutcome[] =>
    order.legs.map(({ leg, clientOrderId }) => ({
      leg,
      clientOrderId,
      status: "unknown",
      reason: "timeout",
    }));
  const rows: readonly (readonly [lookup: OrderLookup, submits: number, done: string])[] = [
    [{ status: "found", state: "open", filledSize: 0, price: null }, 1, "placed stop"],
    [
      { status: "unknown", reason: "timeout" },
      1,
      "it is not known whether the stop stands; the next cycle looks again",
    ],
    [{ status: "none" }, 2, "closed the position"],
  ];
  for (const [lookup, submits, done] of rows) {
    const world = await opened();
    drop(world, "stop");
    world.exchange.onSubmit = (order) => order.purpose === "protect" ? unknown(order) : null;
    world.exchange.onFind = () => lookup;
    const { faults, log } = await look(world);
    strictEqual(log.filter((call) => call.startsWith("submit")).length, submits, done);
    strictEqual(faults[0].done, done);
  }
});

Deno.test("where nothing can be done the position stands open, and that is a fault in every cycle", async () => {
  const world = await opened();
  drop(world, "stop");
  world.exchange.onSubmit = refuseAll;
  for (let look_ = 0; look_ < 2; look_++) {
    const { naked, faults } = await look(world);
    strictEqual(faults[0].done, "it stands open");
    strictEqual(naked.length, 1);
  }
});

Deno.test("a position of an asset that the run does not trade is left as it is", async () => {
  const DOGE = instrumentOf({ symbol: "DOGE", szDecimals: 0 });
  const world = new World({ listed: [ETH, DOGE] });
  world.exchange.trade("DOGE", "buy", { size: 100 });
  const { faults, log } = await look(world);
  deepStrictEqual([faults, log], [[], []]);
});

Deno.test("what counts as a stop for the whole position", async () => {
  const rows: [what: string, stops: Partial<OpenOrder>[], protected_: boolean][] = [
    ["one for the whole", [{ size: null }], true],
    ["one of its size", [{ size: 10 }], true],
    ["one larger than it", [{ size: 11 }], true],
    ["one a step smaller", [{ size: 9.9999 }], false],
    ["two that make it up", [{ size: 4 }, { size: 6 }], true],
    ["two that make it up in decimals", [{ size: 0.1 }, { size: 9.2 }, { size: 0.7 }], true],
    ["two that do not", [{ size: 4 }, { size: 5.9 }], false],
    ["one of the other side", [{ side: "buy" }], false],
    ["one that is not reduce-only", [{ reduceOnly: false }], false],
    ["one of another asset", [{ asset: "SOL" }], false],
    ["a limit order", [{ kind: "limit" }], false],
    ["none", [], false],
  ];
  for (const [what, stops, protected_] of rows) {
    const world = await opened({ profile: { ...WIDE, defaultTargetDistance: null } });
    world.exchange.openOrders = stops.map((given) => openOrderOf(given));
    strictEqual((await look(world)).faults.length, protected_ ? 0 : 1, what);
  }
});

Deno.test("a position larger than its stop gets one for the whole", async () => {
  const world = await opened();
  world.exchange.trade("ETH", "buy", { size: 5 });
  await world.absorb();
  await look(world);
  ok(tellOrders(world).includes("stop sell all @98"));
  strictEqual((await look(world)).faults.length, 0, "and then it is protected");
});

/** A world that is flat again, with its stop and target left behind. */
async function orphaned(): Promise<World> {
  const world = await opened();
  const left = world.exchange.openOrders;
  world.exchange.trade("ETH", "sell", { size: 10 });
  world.exchange.openOrders = [...left];
  await world.absorb();
  return world;
}

Deno.test("our stop or target without a position is cancelled", async () => {
  const world = await orphaned();
  const { faults, log, naked } = await look(world);
  deepStrictEqual(log, ["cancel ETH stop", "cancel ETH target"]);
  deepStrictEqual([faults.map(({ done }) => done), naked], [["cancelled it", "cancelled it"], []]);
  deepStrictEqual(world.exchange.openOrders, []);
});

Deno.test("an orphan that cannot be cancelled is a fault that says why", async () => {
  const world = await orphaned();
  world.exchange.onCancel = () => ({ status: "unknown", reason: "no answer" });
  deepStrictEqual((await look(world)).faults.map(({ done }) => done), [
    "could not cancel it: no answer",
    "could not cancel it: no answer",
  ]);
});

Deno.test("our exits of the other side protect nothing and are cancelled", async () => {
  const world = await orphaned();
  world.exchange.trade("ETH", "sell", { size: 1 });
  await world.absorb();
  const { log } = await look(world);
  deepStrictEqual(log.filter((call) => call.startsWith("cancel")), ["cancel ETH stop", "cancel ETH target"]);
  deepStrictEqual(tellOrders(world), ["stop buy all @102"]);
});

Deno.test("strangers' orders are left alone", async () => {
  const world = new World();
  world.exchange.openOrders = [
    openOrderOf(),
    openOrderOf({ clientOrderId: `0x${"9".repeat(32)}` }),
    openOrderOf({ kind: "limit", asset: "SOL", triggerPrice: null }),
  ];
  deepStrictEqual(await look(world), { naked: [], faults: [], log: [] });
  strictEqual(world.exchange.openOrders.length, 3);
});

Deno.test("isSecured: not where an exit of the plan is missing, or an exit has no position", async () => {
  const without = async (...kinds: OpenOrder["kind"][]): Promise<boolean> => {
    const world = await opened();
    for (const kind of kinds) drop(world, kind);
    return isSecured(world.circumstances());
  };
  deepStrictEqual(
    [await without(), await without("stop"), await without("target"), await without("stop", "target")],
    [true, false, false, false],
  );
  const orphaned = await opened();
  const account = { ...orphaned.circumstances().account, positions: [] };
  strictEqual(isSecured({ account, state: orphaned.engine.state }), false);
  strictEqual(isSecured({ account: { ...account, openOrders: [] }, state: orphaned.engine.state }), true);
});
