import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { AccountUnseen, runCycle } from "./cycle.ts";
import { PortFailure } from "./ports/port_failure.ts";
import { decisionOf } from "./testing/accounts.ts";
import { MIDNIGHT, QUARTER } from "./testing/times.ts";
import { World } from "./testing/world.ts";

const AWAY = new PortFailure("no network");
const CLOSE = MIDNIGHT + QUARTER;

/** Lets the exchange fail from its look number `from` on, up to before `until`. */
function failLooks(world: World, from: number, until = Infinity): void {
  const { sync } = world.exchange;
  let looks = 0;
  world.exchange.sync = (since) => {
    looks++;
    return looks >= from && looks < until ? Promise.reject(AWAY) : sync.call(world.exchange, since);
  };
}

Deno.test("an account that cannot be seen: there is no cycle, and nothing is written", async () => {
  for (
    const exchange of [() => Promise.reject(AWAY), () => {
      throw AWAY;
    }]
  ) {
    const world = new World();
    world.exchange.sync = exchange;
    deepStrictEqual(await runCycle(world.engine, CLOSE), new AccountUnseen("no network"));
    deepStrictEqual(world.diary.entries, []);
  }
});

Deno.test("one that cannot be seen again after the orders: the line says so, the next cycle takes the fills in", async () => {
  const world = new World();
  failLooks(world, 2, 3);
  const entry = await world.cycle(decisionOf());
  deepStrictEqual([entry.fills, entry.balanceUsd], [undefined, 10_000]);
  deepStrictEqual(entry.faults, [{
    step: "secure",
    on: "account",
    what: "no network",
    done: "not looked at; the next cycle looks again",
  }]);
  const next = await world.cycle();
  deepStrictEqual([next.fills?.length, next.faults], [1, undefined]);
  strictEqual(next.balanceUsd, world.engine.state.explainedBalanceUsd);
});

Deno.test("the same while it is mended", async () => {
  const world = new World();
  await world.cycle(decisionOf());
  world.exchange.openOrders = [];
  failLooks(world, 3, 4);
  const entry = await world.cycle();
  deepStrictEqual(entry.faults?.map(({ on }) => on), ["ETH", "account"]);
  strictEqual((await world.cycle()).faults, undefined);
});

Deno.test("an order whose sending failed is looked up, and never sent again", async () => {
  const rows: [what: string, found: boolean, outcome: string][] = [
    ["it had arrived", true, "filled"],
    ["it had not, or nobody knows", false, "unknown"],
  ];
  for (const [what, found, outcome] of rows) {
    const world = new World();
    const { submit } = world.exchange;
    world.exchange.submit = async (order) => {
      if (found) await submit.call(world.exchange, order);
      throw AWAY;
    };
    world.exchange.find = () => {
      if (!found) return Promise.reject(AWAY);
      return Promise.resolve({ status: "found", state: "filled", filledSize: 10, price: 100 });
    };
    const entry = await world.cycle(decisionOf());
    deepStrictEqual(entry.decisions?.map((one) => one.outcome), [outcome], what);
    strictEqual(world.diary.outcomes.length, 1, what);
    strictEqual(world.diary.intents.length, 1, what);
  }
});

Deno.test("a leverage whose setting failed is not known to be set: nothing is sent", async () => {
  const world = new World();
  world.exchange.setLeverage = () => Promise.reject(AWAY);
  const entry = await world.cycle(decisionOf());
  deepStrictEqual(entry.decisions?.map(({ outcome, reason }) => [outcome, reason]), [
    ["rejected", "leverage 1 was not set: no network"],
  ]);
});

Deno.test("a cancel that failed is told, and tried again in the next cycle", async () => {
  const world = new World();
  await world.cycle(decisionOf());
  const stop = world.exchange.openOrders.find(({ kind }) => kind === "stop")!;
  world.exchange.trade("ETH", "sell", { size: 10 });
  world.exchange.openOrders = [stop];
  const { cancel } = world.exchange;
  world.exchange.cancel = () => Promise.reject(AWAY);
  const entry = await world.cycle();
  deepStrictEqual(entry.faults?.map(({ done }) => done), ["could not cancel it: no network"]);
  world.exchange.cancel = cancel;
  await world.cycle();
  deepStrictEqual(world.exchange.openOrders, []);
});
