import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { runCommand } from "./command_cycle.ts";
import { outcomeOf } from "./command_outcome.ts";
import { runLoop } from "./loop.ts";
import { PortFailure } from "./ports/port_failure.ts";
import type { Command } from "./ports/commands.ts";
import type { ChatModel } from "./ports/chat_model.ts";
import { decisionOf } from "./testing/accounts.ts";
import { ETH, SOL } from "./testing/instruments.ts";
import { foldOf } from "./testing/state_digest.ts";
import { MIDNIGHT, MINUTE, QUARTER } from "./testing/times.ts";
import { agentOf, World } from "./testing/world.ts";

const AWAY = new PortFailure("no network");

/** A world with 10 ETH and 10 SOL; its clock stands a minute after their cycle. */
async function opened(): Promise<World> {
  const world = new World({ instruments: [ETH, SOL] });
  await world.cycle(decisionOf(), decisionOf({ asset: "SOL" }));
  world.clock.set(MIDNIGHT + QUARTER + MINUTE);
  world.takeLog();
  return world;
}

function held(world: World): string[] {
  return world.exchange.account().positions.map(({ asset, size }) => `${asset} ${size}`);
}

Deno.test("close-all looks again until all is closed, and protects what stands meanwhile", async () => {
  const world = await opened();
  world.exchange.fillShare = 0.5;
  let submits = 0;
  world.exchange.onSubmit = ({ purpose }) => {
    if (purpose === "close" && ++submits === 3) world.exchange.fillShare = 1;
    return null;
  };
  const entry = await runCommand(world.engine, { do: "close-all" });
  deepStrictEqual([held(world), entry.left], [[], undefined]);
  deepStrictEqual(entry.fills?.length, 4);
  deepStrictEqual(entry.trades?.map(({ asset }) => asset), ["ETH", "SOL"]);
  strictEqual(world.engine.state.explainedBalanceUsd, entry.balanceUsd);
  deepStrictEqual(world.exchange.openOrders, []);
  strictEqual(outcomeOf(entry).done, true);
});

Deno.test("what does not close is left, with its stop, and is said", async () => {
  const world = await opened();
  world.exchange.onSubmit = ({ asset, legs }) => {
    if (asset !== "SOL") return null;
    return legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "rejected", reason: "no" }));
  };
  const entry = await runCommand(world.engine, { do: "close-all" });
  deepStrictEqual(entry.left, [{ asset: "SOL", side: "long", size: 10 }]);
  deepStrictEqual(world.exchange.openOrders.map(({ asset }) => asset), ["SOL", "SOL"]);
  const { done, lines } = outcomeOf(entry);
  deepStrictEqual([done, lines.at(-2), lines.at(-1)], [false, "left open: long 10 SOL", "paused"]);
  const ids = world.diary.intents.slice(1).flatMap(({ orders }) =>
    orders.map(({ legs }) => legs[0].clientOrderId)
  );
  deepStrictEqual(
    [ids.length, new Set(ids).size],
    [6, 6],
    "no id twice: both once, then SOL four times more",
  );
  ok(world.clock.now() - entry.close < 10_000);
});

Deno.test("where nothing can be sent it is not tried again", async () => {
  const world = await opened();
  world.marketData.prices.set("ETH", null);
  world.marketData.prices.set("SOL", null);
  const entry = await runCommand(world.engine, { do: "close-all" });
  deepStrictEqual([entry.left?.length, world.clock.now()], [2, entry.close]);
});

Deno.test("a second close-all changes nothing", async () => {
  const world = await opened();
  await runCommand(world.engine, { do: "close-all" });
  world.takeLog();
  const entry = await runCommand(world.engine, { do: "close-all" });
  deepStrictEqual(world.takeLog(), ["sync", "contexts", "sync", "write command", "commit"]);
  deepStrictEqual([entry.decisions, entry.faults, world.engine.state.paused], [undefined, undefined, true]);
  deepStrictEqual(outcomeOf(entry), { done: true, lines: ["paused; nothing is open"] });
});

Deno.test("close-all cancels what of ours could still open something, and no order of anybody else", async () => {
  const world = await opened();
  const [stop] = world.exchange.openOrders;
  const resting = { ...stop, asset: "BTC", kind: "limit", reduceOnly: false, triggerPrice: null } as const;
  world.exchange.openOrders.push(resting, { ...resting, clientOrderId: `0x${"7".repeat(32)}` });
  await runCommand(world.engine, { do: "close-all" });
  deepStrictEqual(world.exchange.openOrders.map(({ clientOrderId }) => clientOrderId), [
    `0x${"7".repeat(32)}`,
  ]);
});

Deno.test("an exchange that is away: it pauses all the same, asks a few times, and says what was not done", async () => {
  for (const backAfter of [3, Infinity]) {
    const world = await opened();
    const { sync } = world.exchange;
    let asked = 0;
    world.exchange.sync = (since) =>
      ++asked > backAfter ? sync.call(world.exchange, since) : Promise.reject(AWAY);
    const entry = await runCommand(world.engine, { do: "close-all" });
    const { state, instruments } = world.engine;
    deepStrictEqual([state.paused, foldOf(world.diary.entries, instruments).paused], [true, true]);
    strictEqual(outcomeOf(entry).done, backAfter === 3);
    if (backAfter === 3) deepStrictEqual(held(world), []);
    else {
      deepStrictEqual(outcomeOf(entry).lines, ["account: no network; nothing was closed", "paused"]);
      strictEqual(asked, 5);
    }
  }
});

Deno.test("that nothing is open is believed of an account that shows at the end, too", async () => {
  const world = new World({ instruments: [ETH, SOL] });
  await world.cycle();
  const { sync } = world.exchange;
  let asked = 0;
  world.exchange.sync = (since) => ++asked === 2 ? Promise.reject(AWAY) : sync.call(world.exchange, since);
  const entry = await runCommand(world.engine, { do: "close-all" });
  deepStrictEqual([asked, entry.left], [4, undefined], "two looks of each of two goes");
});

Deno.test("pause holds where the account cannot be seen", async () => {
  const world = await opened();
  world.exchange.sync = () => Promise.reject(AWAY);
  const entry = await runCommand(world.engine, { do: "pause" });
  deepStrictEqual([outcomeOf(entry).done, world.engine.state.paused, entry.equityUsd], [true, true, 9999.1]);
});

/** Runs from the quarter after the world's, and gives commands in the first sleep. */
async function whileRunning(world: World, ...commands: readonly Command[]) {
  let given = false;
  world.clock.onSleep = () => {
    if (!given) world.commands.give(...commands);
    given = true;
  };
  const from = MIDNIGHT + 2 * QUARTER;
  const signal = new AbortController().signal;
  return await runLoop(world.engine, { from, until: from + 2 * QUARTER, graceMs: 0, signal });
}

Deno.test("stop with flatten closes everything and stops; what came after it is told so", async () => {
  const world = await opened();
  strictEqual(await whileRunning(world, { do: "stop", flatten: true }, { do: "pause" }), "stopped");
  deepStrictEqual(held(world), []);
  deepStrictEqual(world.diary.entries.filter(({ kind }) => kind === "command").length, 1);
  const [stop, pause] = world.commands.heard();
  deepStrictEqual([stop.done, stop.lines.at(-1)], [true, "stopped"]);
  deepStrictEqual(pause, { done: false, lines: ["the run was stopped before"] });
});

Deno.test("stop with flatten goes on, paused, while something is left", async () => {
  const world = await opened();
  world.marketData.prices.set("SOL", null);
  strictEqual(await whileRunning(world, { do: "stop", flatten: true }), "reached-end");
  deepStrictEqual(held(world), ["SOL 10"]);
  const [{ done, lines }] = world.commands.heard();
  deepStrictEqual([done, lines.at(-1)?.startsWith("not stopped")], [false, true]);
  strictEqual(world.diary.cycles.at(-1)?.notAsked, "paused");
});

Deno.test("each command is answered with what came of it", async () => {
  const world = await opened();
  await whileRunning(world, { do: "close", asset: "ETH" }, { do: "close", asset: "BTC" }, { do: "resume" });
  deepStrictEqual(world.commands.heard(), [
    { done: true, lines: ["ETH: closed 10 at 100"] },
    { done: false, lines: ["BTC: not closed, refused: the run trades ETH, SOL"] },
    { done: true, lines: ["resumed"] },
  ]);
});

Deno.test("a command aborts a model that thinks and does not hear the signal, and is carried out before its answer", async () => {
  const thinking = Promise.withResolvers<never>();
  const model: ChatModel = { ask: () => thinking.promise };
  const agent = agentOf(async (_, tools) => {
    const request = { messages: [], tools: [] } as unknown as Parameters<ChatModel["ask"]>[0];
    const { status } = await tools.model.ask(request, tools.signal);
    return { decisions: [], summary: status };
  });
  const world = new World({ agent });
  const engine = { ...world.engine, ports: { ...world.engine.ports, chatModel: model } };
  for (let index = 0; index < 4; index++) world.candle(MIDNIGHT + index * QUARTER);
  const signal = new AbortController().signal;
  const running = runLoop(engine, { from: MIDNIGHT, until: MIDNIGHT + 3 * QUARTER, graceMs: 0, signal });
  for (let turn = 0; turn < 200; turn++) await Promise.resolve();
  deepStrictEqual(world.diary.entries, [], "it thinks");
  world.commands.give({ do: "close-all" }, { do: "stop" });
  strictEqual(await running, "stopped");
  deepStrictEqual(world.diary.entries.map(({ kind }) => kind), ["cycle", "command"]);
  deepStrictEqual([world.diary.cycles[0].summary, world.clock.now()], ["aborted", MIDNIGHT]);
});
