import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type DiaryCommand, runCommand } from "./command_cycle.ts";
import type { CommandEntry } from "./model/diary_entry.ts";
import { decisionOf } from "./testing/accounts.ts";
import { ETH, SOL } from "./testing/instruments.ts";
import { MIDNIGHT, MINUTE, QUARTER } from "./testing/times.ts";
import { agentOf, WIDE, World } from "./testing/world.ts";

/** A world with 10 ETH and 10 SOL; its clock stands a minute after their cycle. */
async function opened(): Promise<World> {
  const world = new World({ instruments: [ETH, SOL] });
  await world.cycle(decisionOf(), decisionOf({ asset: "SOL" }));
  world.clock.set(MIDNIGHT + QUARTER + MINUTE);
  world.takeLog();
  return world;
}

function command(world: World, what: DiaryCommand): Promise<CommandEntry> {
  return runCommand(world.engine, what);
}

function held(world: World): string[] {
  return world.exchange.account().positions.map(({ asset }) => asset);
}

Deno.test("pause and resume: Sync, Secure and a line that is safe; no agent, no order", async () => {
  const world = await opened();
  const entry = await command(world, { do: "pause" });
  deepStrictEqual(world.takeLog(), ["sync", "contexts", "sync", "write command", "commit"]);
  deepStrictEqual(JSON.parse(JSON.stringify(entry)), {
    kind: "command",
    close: MIDNIGHT + QUARTER + MINUTE,
    command: "pause",
    balanceUsd: 9999.1,
    equityUsd: 9999.1,
  });
  deepStrictEqual(world.diary.entries.at(-1), JSON.parse(JSON.stringify(entry)));
});

Deno.test("through what it was asked stands in the line", async () => {
  const world = await opened();
  for (const name of ["pause", "close-all"] as const) {
    const { by } = await command(world, { do: name, by: "dashboard" });
    deepStrictEqual([by, (world.diary.entries.at(-1) as CommandEntry).by], ["dashboard", "dashboard"]);
  }
});

Deno.test("a paused run asks no agent and still secures; resumed it asks again", async () => {
  const world = await opened();
  await command(world, { do: "pause" });
  world.seen = null;
  world.exchange.openOrders = [];
  const paused = await world.cycle();
  deepStrictEqual([world.seen, paused.notAsked, paused.faults?.length], [null, "paused", 2]);
  strictEqual(paused.observationHash, undefined);
  await command(world, { do: "resume" });
  strictEqual((await world.cycle()).notAsked, undefined);
});

Deno.test("close: that asset alone, reduce-only, intended before it is sent", async () => {
  const world = await opened();
  const entry = await command(world, { do: "close", asset: "ETH" });
  deepStrictEqual(world.takeLog(), [
    "sync",
    "contexts",
    "write intent",
    "commit",
    "submit ETH close close",
    "write outcome",
    "sync",
    "write command",
    "commit",
  ]);
  deepStrictEqual(held(world), ["SOL"]);
  deepStrictEqual([entry.command, entry.asset, entry.close], ["close", "ETH", MIDNIGHT + QUARTER + MINUTE]);
  deepStrictEqual(entry.decisions?.map(({ outcome, rationale }) => [outcome, rationale]), [
    ["filled", "a person asked: close"],
  ]);
  deepStrictEqual(entry.trades?.map(({ asset, exit }) => [asset, exit]), [["ETH", "close"]]);
  const intent = world.diary.intents.at(-1)!;
  deepStrictEqual([intent.origin, intent.close, intent.observationHash], ["command", entry.close, undefined]);
  strictEqual(world.engine.state.paused, false);
  strictEqual(world.clock.now(), entry.close + 1, "the order took its latency");
});

Deno.test("close-all: every position, and the run pauses", async () => {
  const world = await opened();
  const entry = await command(world, { do: "close-all" });
  deepStrictEqual(held(world), []);
  deepStrictEqual(entry.decisions?.map(({ asset, outcome }) => [asset, outcome]), [["ETH", "filled"], [
    "SOL",
    "filled",
  ]]);
  strictEqual(entry.asset, undefined);
  strictEqual(world.engine.state.paused, true);
  const flat = await command(world, { do: "close-all" });
  strictEqual(flat.decisions, undefined, "flat there is nothing to close");
});

Deno.test("a close that cannot be is refused, with the gate's reason, in the line", async () => {
  const rows: [what: string, asset: string, prepare: (world: World) => void, code: string][] = [
    ["nothing is held", "ETH", (world) => world.exchange.trade("ETH", "sell", { size: 10 }), "no-position"],
    ["the run does not trade it", "DOGE", () => {}, "unknown-asset"],
    ["the market shows no price", "ETH", (world) => world.marketData.prices.set("ETH", null), "stale-data"],
  ];
  for (const [what, asset, prepare, code] of rows) {
    const world = await opened();
    prepare(world);
    const entry = await command(world, { do: "close", asset });
    deepStrictEqual(entry.decisions?.map(({ refusal }) => refusal?.code), [code], what);
    strictEqual(world.diary.intents.length, 1, what);
  }
});

Deno.test("a command is carried out under a halt", async () => {
  const world = await opened();
  const state = world.engine.state;
  state.halt = { until: "for-good", loss: -0.5, since: state.lastClose };
  strictEqual((await command(world, { do: "close", asset: "ETH" })).decisions?.[0].outcome, "filled");
});

Deno.test("what happened since the last look stands in the command's line, and not again in the next", async () => {
  const world = await opened();
  world.price("ETH", 97);
  world.exchange.fire("ETH", "stop");
  const entry = await command(world, { do: "pause" });
  deepStrictEqual(entry.trades?.map(({ exit }) => exit), ["stop"]);
  deepStrictEqual((await world.cycle()).fills, undefined);
});

Deno.test("each go of a command, and the next command, have order ids of their own", async () => {
  const world = new World({ latencyMs: 0 });
  await world.cycle(decisionOf());
  world.clock.set(MIDNIGHT + QUARTER + MINUTE);
  world.exchange.onSubmit = ({ legs }) =>
    legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "rejected", reason: "no" }));
  await command(world, { do: "close", asset: "ETH" });
  await command(world, { do: "close", asset: "ETH" });
  const ids = world.diary.intents.slice(1).map(({ orders }) => orders[0].legs[0].clientOrderId);
  deepStrictEqual([ids.length, new Set(ids).size], [10, 10]);
});

Deno.test("what a person closed is seen by the agent, and its cool-down counts", async () => {
  const seen: string[][] = [];
  const agent = agentOf(({ account }) => {
    seen.push(account.decisions.map(({ action }) => action));
    return { decisions: [decisionOf()] };
  });
  const world = new World({ agent, profile: { ...WIDE, coolDownCandles: 2 } });
  await world.cycle();
  await command(world, { do: "close", asset: "ETH" });
  const entry = await world.cycle();
  strictEqual(entry.decisions?.[0].refusal?.code, "cool-down");
  deepStrictEqual(seen, [[], ["buy", "close"]]);
});
