import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decisionOf, openOrderOf } from "./testing/accounts.ts";
import { instrumentOf } from "./testing/instruments.ts";
import { BTC, ETH } from "./testing/instruments.ts";
import { World, type WorldOptions } from "./testing/world.ts";

const DOGE = instrumentOf({ symbol: "DOGE", szDecimals: 0 });

/** A world that trades BTC and ETH, and has looked at its account before. */
async function begun(options: WorldOptions = {}): Promise<World> {
  const world = new World({ instruments: [BTC, ETH], listed: [BTC, ETH, DOGE], ...options });
  await world.cycle();
  return world;
}

Deno.test("a stranger's order stops its asset as long as it stands; other assets are traded on", async () => {
  const world = await begun();
  world.exchange.openOrders = [
    openOrderOf({ asset: "ETH", kind: "limit", side: "buy", size: 3, limitPrice: 90, triggerPrice: null }),
  ];
  const { faults, held, decisions } = await world.cycle(decisionOf(), decisionOf({ asset: "BTC" }));
  deepStrictEqual(faults?.map(({ step, on, what }) => [step, on, what]), [
    ["sync", "ETH", "somebody else's limit order to buy 3 ETH at 90"],
  ]);
  strictEqual(held?.[0].reason, "stopped: somebody else's limit order to buy 3 ETH at 90");
  deepStrictEqual(decisions?.map(({ asset, outcome, refusal }) => [asset, outcome, refusal?.code]), [
    ["ETH", "refused", "stale-data"],
    ["BTC", "filled", undefined],
  ]);
  ok(world.exchange.openOrders.some(({ clientOrderId }) => clientOrderId === null), "it is not touched");
  strictEqual((await world.cycle()).faults, undefined, "it is told once");
  world.exchange.openOrders = world.exchange.openOrders.filter(({ asset }) => asset !== "ETH");
  strictEqual((await world.cycle(decisionOf())).decisions?.[0].outcome, "filled");
});

Deno.test("a stranger's fill stops its asset until it is flat; what is not ours is neither protected nor closed", async () => {
  const world = await begun();
  world.exchange.trade("ETH", "buy", { size: 2 });
  world.takeLog();
  const { faults, held } = await world.cycle(decisionOf());
  deepStrictEqual(faults?.map(({ what, done }) => `${what}: ${done}`), [
    "somebody else's order filled: buy 2: the asset is stopped as long as that stands",
  ]);
  strictEqual(held?.length, 1);
  ok(!world.takeLog().some((line) => line.startsWith("submit")));
  world.exchange.trade("ETH", "sell", { size: 2 });
  await world.cycle();
  strictEqual((await world.cycle(decisionOf())).decisions?.[0].outcome, "filled");
});

Deno.test("where a stranger adds to our position, our share is protected, and closed where that fails", async () => {
  const world = await begun();
  await world.cycle(decisionOf());
  world.exchange.trade("ETH", "buy", { size: 5 });
  world.exchange.openOrders = world.exchange.openOrders.filter(({ asset }) => asset !== "ETH");
  world.exchange.onSubmit = ({ purpose, legs }) =>
    purpose === "close"
      ? null
      : legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "rejected", reason: "no" }));
  const { faults } = await world.cycle();
  strictEqual(faults?.at(-1)?.done, "closed the position");
  deepStrictEqual(world.exchange.account().positions.map(({ asset, size }) => [asset, size]), [["ETH", 5]]);
  strictEqual((await world.cycle()).faults, undefined);
});

Deno.test("what stood there at the first look is no stranger's", async () => {
  const world = new World({ instruments: [ETH], listed: [ETH, DOGE] });
  world.exchange.trade("ETH", "buy", { size: 2 });
  world.exchange.trade("DOGE", "buy", { size: 5 });
  world.exchange.openOrders = [openOrderOf()];
  for (let cycle = 0; cycle < 2; cycle++) {
    const { faults = [], held } = await world.cycle();
    deepStrictEqual([faults.filter(({ step }) => step === "sync"), held], [[], undefined]);
  }
  ok(world.exchange.openOrders.some(({ clientOrderId }) => clientOrderId === null));
});

Deno.test("a stranger in an asset that is not traded is told once, and nothing is stopped", async () => {
  const world = await begun();
  world.exchange.trade("DOGE", "buy", { size: 5 });
  const { faults, held } = await world.cycle();
  deepStrictEqual(faults?.map(({ on, what, done }) => `${on}: ${what}: ${done}`), [
    "DOGE: somebody else's long of 5: it is left as it is",
  ]);
  deepStrictEqual([held, (await world.cycle()).faults], [undefined, undefined]);
});
