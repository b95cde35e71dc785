import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { AgentTools } from "./agents/agent.ts";
import { ema } from "./indicators/mod.ts";
import { chanceOf } from "./model/chance.ts";
import type { JsonValue } from "./model/decision.ts";
import { RISK_PROFILES } from "./risk/profiles.ts";
import { decisionOf } from "./testing/accounts.ts";
import { chatRequestOf } from "./testing/chat.ts";
import { ETH, SOL } from "./testing/instruments.ts";
import { HOUR, MIDNIGHT, QUARTER } from "./testing/times.ts";
import { agentOf, World } from "./testing/world.ts";

const FIRST = MIDNIGHT + QUARTER;
const CLOSE = { asset: "ETH", action: "close", rationale: "enough" } as const;

Deno.test("a cycle with an order: six steps in order, the intent safe before anything is sent", async () => {
  const world: World = new World({
    agent: agentOf(() => {
      world.log.push("decide");
      return { decisions: [decisionOf()] };
    }),
  });
  await world.cycle();
  deepStrictEqual(world.takeLog(), [
    "sync",
    "candles ETH 15m",
    "contexts",
    "decide",
    "write intent",
    "commit",
    "leverage ETH 1",
    "submit ETH open entry+stop+target",
    "write outcome",
    "sync",
    "write cycle",
  ]);
});

Deno.test("a cycle without an order: looks, thinks, looks again, and writes one line", async () => {
  const world = new World();
  await world.cycle();
  deepStrictEqual(world.takeLog(), ["sync", "candles ETH 15m", "contexts", "sync", "write cycle"]);
});

Deno.test("refused decisions send nothing and wait for nothing", async () => {
  const world = new World();
  const entry = await world.cycle(decisionOf({ allocationUsd: 9001 }));
  deepStrictEqual(world.takeLog(), ["sync", "candles ETH 15m", "contexts", "sync", "write cycle"]);
  strictEqual(world.clock.now(), FIRST);
  deepStrictEqual(entry.decisions?.map(({ outcome, refusal }) => [outcome, refusal?.code]), [[
    "refused",
    "margin",
  ]]);
});

Deno.test("orders arrive once the latency has passed since the decision, deaf to commands", async () => {
  const world = new World({ latencyMs: 250, instruments: [ETH, SOL] });
  const arrived: number[] = [];
  world.exchange.onSubmit = () => {
    arrived.push(world.clock.now());
    return null;
  };
  world.clock.onSleep = () => world.commands.give({ do: "pause" });
  await world.cycle(decisionOf(), decisionOf({ asset: "SOL" }));
  deepStrictEqual(arrived, [FIRST + 250, FIRST + 250], "once for the cycle, not once for each order");
});

Deno.test("the intent tells what was decided on which observation, and what goes out", async () => {
  const world = new World({ agent: agentOf(() => ({ decisions: [decisionOf()], memory: { count: 1 } })) });
  let written = 0;
  world.exchange.onSubmit = () => {
    written = world.diary.entries.length;
    return null;
  };
  const entry = await world.cycle();
  const [intent] = world.diary.intents;
  strictEqual(written, 1, "it stands in the diary when the order is sent");
  deepStrictEqual([intent.close, intent.origin, intent.memory], [FIRST, "agent", { count: 1 }]);
  strictEqual(intent.observationHash, entry.observationHash);
  deepStrictEqual(intent.decisions, [decisionOf()]);
  strictEqual(intent.orders[0].leverage, 1);
  strictEqual(intent.orders[0].legs[0].clientOrderId, entry.decisions?.[0].orders?.entry);
});

Deno.test("the cycle's line after an entry", async () => {
  const world = new World();
  const entry = await world.cycle(decisionOf());
  const { decisionsHash: _, observationHash: __, decisions, fills, ...rest } = entry;
  deepStrictEqual(JSON.parse(JSON.stringify(rest)), {
    kind: "cycle",
    close: FIRST,
    balanceUsd: 9999.55,
    dayEquityUsd: 10_000,
    equityUsd: 9999.55,
    notionalUsd: 1000,
    transfers: [{ kind: "transfer", time: MIDNIGHT, amountUsd: 10_000 }],
  });
  strictEqual(decisions?.[0].openedAt, FIRST + 1);
  deepStrictEqual(fills?.map(({ size, feeUsd, time }) => [size, feeUsd, time]), [[10, 0.45, FIRST + 1]]);
  deepStrictEqual(world.diary.cycles.at(-1), JSON.parse(JSON.stringify(entry)));
});

Deno.test("the cycle's line after a round trip has the trade, and no notional", async () => {
  const world = new World();
  await world.cycle(decisionOf());
  world.price("ETH", 101);
  const entry = await world.cycle(CLOSE);
  deepStrictEqual(entry.trades?.map(({ exit, netPnlUsd }) => [exit, netPnlUsd]), [["close", 9.0955]]);
  strictEqual(entry.notionalUsd, undefined);
  strictEqual(entry.balanceUsd, 10_009.0955);
  strictEqual(entry.decisions?.[0].openedAt, undefined, "a close opened nothing");
});

Deno.test("a stop that fired between two cycles closes its trade in the next line", async () => {
  const world = new World();
  await world.cycle(decisionOf());
  world.price("ETH", 97);
  world.exchange.fire("ETH", "stop");
  const entry = await world.cycle();
  deepStrictEqual(entry.trades?.map(({ exit, exitPrice }) => [exit, exitPrice]), [["stop", 98]]);
  deepStrictEqual([entry.faults, entry.naked], [undefined, undefined]);
});

Deno.test("while it warms up the agent is not asked, but Sync and Secure go on", async () => {
  let asked = 0;
  const needs = [{ interval: "decision", indicators: [ema(2)], values: 1 }] as const;
  const world = new World({
    agent: agentOf(() => {
      asked++;
      return { decisions: [] };
    }, { needs }),
  });
  const { needed } = world.engine.assets[0].feeds[0];
  world.exchange.trade("ETH", "buy", { size: 1 });
  const first = await world.cycle();
  strictEqual(first.notAsked, `warm-up: 1 of ${needed} candles of 15m`);
  deepStrictEqual([first.observationHash, first.decisionsHash], [undefined, undefined]);
  deepStrictEqual(first.held, [{ asset: "ETH", reason: first.notAsked }]);
  strictEqual(first.faults?.length, 1, "the naked position was mended");
  for (let index = 1; index < needed; index++) await world.cycle();
  strictEqual(asked, 1);
  strictEqual(world.diary.cycles.at(-1)?.notAsked, undefined);
});

Deno.test("an asset without a price is held, the other is traded", async () => {
  const world = new World({ instruments: [ETH, SOL] });
  world.marketData.prices.set("ETH", null);
  const entry = await world.cycle(decisionOf(), decisionOf({ asset: "SOL" }));
  deepStrictEqual(entry.held, [{ asset: "ETH", reason: "no price" }]);
  deepStrictEqual(entry.decisions?.map(({ asset, outcome, refusal }) => [asset, refusal?.code ?? outcome]), [
    ["ETH", "stale-data"],
    ["SOL", "filled"],
  ]);
  deepStrictEqual(world.seen?.assets.map(({ asset }) => asset), ["SOL"]);
});

Deno.test("orders are sized at the mid, the price that is shown, not at the mark", async () => {
  const world = new World();
  world.marketData.contextFields.set("ETH", { mark: 110 });
  const entry = await world.cycle(decisionOf());
  deepStrictEqual([entry.decisions?.[0].shownPrice, entry.decisions?.[0].size], [100, 10]);
});

Deno.test("a cycle whose orders settle on candles of another length says so", async () => {
  const world = new World();
  const written = [];
  for (const candleMs of [300_000, 300_000, 60_000, 60_000]) {
    world.marketData.contextFields.set("ETH", { candleMs });
    written.push((await world.cycle()).series);
  }
  const change = { asset: "ETH", fromMs: 300_000, toMs: 60_000 };
  deepStrictEqual(written, [undefined, undefined, [change], undefined]);
});

Deno.test("memory is handed back at the next cycle, whether there were orders or not", async () => {
  const given: JsonValue[] = [];
  const answers = [{ memory: { count: 1 } }, { memory: "with an order", decisions: [decisionOf()] }, {}, {}];
  const world = new World({
    agent: agentOf((_, { memory }) => {
      given.push(memory);
      return { decisions: [], ...answers[given.length - 1] };
    }),
  });
  for (let index = 0; index < 4; index++) await world.cycle();
  deepStrictEqual(given, [null, { count: 1 }, "with an order", "with an order"]);
  deepStrictEqual(world.diary.cycles.map(({ memory }) => memory), [
    { count: 1 },
    "with an order",
    undefined,
    undefined,
  ]);
});

Deno.test("chance comes from seed, asset and close; the model and a signal are at hand", async () => {
  const seen: AgentTools[] = [];
  const world = new World({
    seed: 7,
    agent: agentOf((_, tools) => {
      seen.push(tools);
      return { decisions: [] };
    }),
  });
  await world.cycle();
  strictEqual(seen[0].random("ETH")(), chanceOf(7, "ETH", FIRST)());
  notStrictEqual(seen[0].random("SOL")(), seen[0].random("ETH")());
  void seen[0].model.ask(chatRequestOf(), seen[0].signal);
  deepStrictEqual(world.model.requests, [chatRequestOf()]);
  strictEqual(seen[0].model, seen[0].model, "all that is asked in a cycle counts together");
  strictEqual(seen[0].signal.aborted, false);
  world.commands.give({ do: "pause" });
  strictEqual(seen[0].signal.aborted, true, "a command ends a model call");
});

Deno.test("an agent that fails is a fault in the line; the position keeps its stop", async () => {
  const world = new World({ agent: agentOf(() => Promise.reject(new Error("no net"))) });
  const entry = await world.cycle();
  deepStrictEqual(entry.faults?.map(({ step, what }) => [step, what]), [[
    "reason",
    "the agent failed: no net",
  ]]);
  strictEqual(entry.decisions, undefined);
  ok(entry.decisionsHash !== undefined);
});

Deno.test("summary and reasoning stand in the line; the observation only where the whole is kept", async () => {
  const agent = agentOf(() => ({ decisions: [], summary: "up", reasoning: "because" }));
  const short = await new World({ agent }).cycle();
  deepStrictEqual([short.summary, short.reasoning, short.observation], ["up", "because", undefined]);
  const full = await new World({ agent, detail: "full" }).cycle();
  const { close, assets } = full.observation as { close: number; assets: { asset: string }[] };
  deepStrictEqual([close, assets.map(({ asset }) => asset)], [FIRST, ["ETH"]]);
  const held = new World({ agent, detail: "full" });
  held.marketData.prices.set("ETH", null);
  strictEqual((await held.cycle()).observation, undefined, "nobody observed anything");
});

Deno.test("the observation that is kept is the one the agent saw, not what came of its decisions", async () => {
  const world = new World({ detail: "full" });
  const { observation, fills } = await world.cycle(decisionOf());
  const { account } = observation as unknown as { account: { fills: unknown[]; activeTrades: unknown[] } };
  deepStrictEqual([fills?.length, account.fills, account.activeTrades], [1, [], []]);
});

Deno.test("a partly filled entry loses its exits: Secure places them in the same cycle, and looks once more", async () => {
  const world = new World();
  world.exchange.fillShare = 0.5;
  const entry = await world.cycle(decisionOf());
  deepStrictEqual(world.takeLog().slice(-7), [
    "sync",
    "write intent",
    "commit",
    "submit ETH protect stop+target",
    "write outcome",
    "sync",
    "write cycle",
  ]);
  deepStrictEqual(entry.naked?.map(({ asset, lengthMs }) => [asset, lengthMs]), [["ETH", 0]]);
  deepStrictEqual(entry.faults?.map(({ done }) => done), ["placed stop and target"]);
  strictEqual((await world.cycle()).faults, undefined);
});

Deno.test("what Secure closes stands in the same line", async () => {
  const world = new World();
  world.exchange.trade("ETH", "buy", { size: 1 });
  world.exchange.onSubmit = ({ purpose, legs }) =>
    purpose !== "protect" ? null : legs.map(({ leg, clientOrderId }) => ({
      leg,
      clientOrderId,
      status: "rejected",
      reason: "no",
    }));
  const entry = await world.cycle();
  deepStrictEqual(entry.trades?.map(({ exit }) => exit), ["close"]);
  deepStrictEqual(entry.fills?.length, 2);
  strictEqual(entry.notionalUsd, undefined);
});

Deno.test("a halt begins in one line, holds entries until midnight, and lets closes go on", async () => {
  const world = new World({ profile: { ...RISK_PROFILES.get("conservative")!, coolDownCandles: 0 } });
  await world.cycle(decisionOf({ allocationUsd: 3000 }));
  world.price("ETH", 89);
  const begins = await world.cycle(decisionOf({ allocationUsd: 100 }));
  strictEqual(begins.halt?.until, "next-day");
  strictEqual(begins.decisions?.[0].refusal?.code, "halt");
  const goesOn = await world.cycle(CLOSE);
  strictEqual(goesOn.halt, undefined);
  strictEqual(goesOn.decisions?.[0].outcome, "filled");
  strictEqual((await world.cycle(decisionOf({ allocationUsd: 100 }))).decisions?.[0].refusal?.code, "halt");
  world.clock.set(MIDNIGHT + 24 * HOUR - 1);
  strictEqual((await world.cycle(decisionOf({ allocationUsd: 100 }))).decisions?.[0].outcome, "filled");
});

Deno.test("a client order id is never used twice, through adds, moves and mending", async () => {
  const world = new World();
  await world.cycle(decisionOf());
  await world.cycle(decisionOf({ allocationUsd: 500, stop: 99 }));
  await world.cycle({ asset: "ETH", action: "hold", stop: 99.5, rationale: "" });
  world.exchange.openOrders = [];
  await world.cycle(decisionOf({ allocationUsd: 500 }));
  world.exchange.openOrders = [];
  await world.cycle(CLOSE);
  const ids = world.diary.intents.flatMap(({ orders }) => orders.flatMap(({ legs }) => legs)).map((leg) =>
    leg.clientOrderId
  );
  ok(ids.length >= 14);
  strictEqual(new Set(ids).size, ids.length);
});

Deno.test("the same world twice writes the same lines, byte for byte", async () => {
  const lines: string[] = [];
  for (let run = 0; run < 2; run++) {
    const world = new World();
    await world.cycle(decisionOf());
    world.price("ETH", 101);
    await world.cycle(decisionOf({ allocationUsd: 500 }));
    await world.cycle(CLOSE);
    lines.push(world.diary.lines.join("\n"));
  }
  strictEqual(lines[0], lines[1]);
});
