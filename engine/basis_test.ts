import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { decisionOf } from "./testing/accounts.ts";
import { World, type WorldOptions } from "./testing/world.ts";

/** A world whose candles closed at 100 while the venue's mid is at this price. */
async function apart(mid: number, options: WorldOptions = {}): Promise<World> {
  const world = new World(options);
  const contexts = world.marketData.contexts.bind(world.marketData);
  world.marketData.contexts = async (assets) =>
    (await contexts(assets)).map((context) => ({ ...context, mark: mid, mid, oracle: mid }));
  await world.cycle(decisionOf());
  return world;
}

const REFUSED = { basis: { maxBps: 100, isRefused: true } };
const TOLD = { basis: { maxBps: 100, isRefused: false } };

Deno.test("basis: how far the mid is from the last close is in every observation", async () => {
  for (const [mid, bps] of [[100, 0], [101.5, 150], [99, -100]] as const) {
    const { seen } = await apart(mid);
    strictEqual(Math.round(seen!.assets[0].basisBps * 1e6) / 1e6, bps);
  }
});

Deno.test("basis: farther than is allowed nothing is entered, and a fault says so; a close goes out", async () => {
  for (const mid of [101.5, 98.5]) {
    const { diary: { cycles: [{ decisions, faults }] } } = await apart(mid, REFUSED);
    deepStrictEqual([decisions?.[0].outcome, decisions?.[0].refusal?.code], ["refused", "basis"]);
    match(decisions![0].refusal!.detail, /-?150\.0 basis points from the candles/);
    deepStrictEqual(faults?.map(({ on, done }) => [on, done]), [["ETH", "it is not entered"]]);
  }
  const { diary: { cycles: [near] } } = await apart(100.9, REFUSED);
  deepStrictEqual([near.decisions?.[0].outcome, near.faults], ["filled", undefined]);
  const world = new World(REFUSED);
  await world.cycle(decisionOf());
  const contexts = world.marketData.contexts.bind(world.marketData);
  world.marketData.contexts = async (assets) =>
    (await contexts(assets)).map((context) => ({ ...context, mid: 103 }));
  const { decisions } = await world.cycle({ asset: "ETH", action: "close", rationale: "out" });
  strictEqual(decisions?.[0].outcome, "filled");
});

Deno.test("basis: where it is only told, entries go out", async () => {
  const { diary: { cycles: [{ decisions, faults }] } } = await apart(101.5, TOLD);
  strictEqual(decisions?.[0].outcome, "filled");
  deepStrictEqual(faults?.map(({ done }) => done), ["told and nothing else"]);
});
