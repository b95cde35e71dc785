import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { answerOf, chatRequestOf } from "./testing/chat.ts";
import { decisionOf } from "./testing/accounts.ts";
import { MIDNIGHT, QUARTER } from "./testing/times.ts";
import { agentOf, WIDE, World, type WorldOptions } from "./testing/world.ts";
import type { ChatAnswer } from "./ports/chat_model.ts";
import { chatRequestKey } from "./ports/chat_request_key.ts";
import { diaryEntrySchema } from "./model/diary_schema.ts";

const FIRST = MIDNIGHT + QUARTER;
const HALF = QUARTER / 2;

/** A world whose agent asks its model once, these answers one a cycle, and then decides as it is told. */
function asking(answers: readonly ChatAnswer[], given: WorldOptions = {}): World {
  const left = [...answers];
  const world: World = new World({
    agent: agentOf(async (_, tools) => {
      await tools.model.ask(chatRequestOf(), tools.signal);
      const decisions = world.next;
      world.next = [];
      return { decisions, memory: "remembered", summary: "said" };
    }),
    ...given,
  });
  world.model.ask = () => Promise.resolve(left.shift() ?? answerOf("nothing more"));
  return world;
}

Deno.test("what a model takes stands in the line, in every detail, and can be read back", async () => {
  for (const detail of ["trades", "full"] as const) {
    const failed = { costUsd: 0.5, latencyMs: 7, tokens: answerOf("").tokens };
    const called = [{ id: "1", name: "look", argumentsText: "{}" }];
    const world = asking([
      answerOf("hold", { toolCalls: called }),
      { status: "failed", reason: "no net", ...failed },
    ], { detail });
    const entry = await world.cycle();
    const { costUsd, latencyMs, tokens, cassetteKeys, toolCalls } = entry;
    deepStrictEqual([costUsd, latencyMs, tokens], [0.01, 1000, answerOf("").tokens]);
    deepStrictEqual(cassetteKeys, [chatRequestKey(chatRequestOf())]);
    deepStrictEqual(toolCalls, [{ name: "look", arguments: "{}" }]);
    deepStrictEqual(diaryEntrySchema.safeParse(JSON.parse(JSON.stringify(entry))).error, undefined);
    strictEqual((await world.cycle()).costUsd, 0.5, "a failed question costs, too");
  }
});

Deno.test("a question without a price leaves the cost of its cycle unknown", async () => {
  strictEqual((await asking([answerOf("", { costUsd: null })]).cycle()).costUsd, null);
});

Deno.test("orders go out once the answer's time has passed, and the latency after it", async () => {
  const rows: [modelLatency: number | undefined, arrival: number][] = [
    [undefined, 1000],
    [1, 1000],
    [2.5, 2500],
    [0, 0],
  ];
  for (const [modelLatency, taken] of rows) {
    const world = asking([answerOf("")], { modelLatency });
    await world.cycle(decisionOf());
    strictEqual(world.exchange.account().time, FIRST + taken + 1, `${modelLatency}`);
  }
});

Deno.test("a stop that fires while the model thinks is settled first, and what was decided is judged by it", async () => {
  const world = asking([answerOf("", { latencyMs: 0 }), answerOf("")]);
  await world.cycle(decisionOf());
  world.clock.onSleep = () => {
    world.clock.onSleep = () => {};
    world.price("ETH", 97);
    world.exchange.fire("ETH", "stop");
  };
  const entry = await world.cycle({ asset: "ETH", action: "close", rationale: "enough" });
  deepStrictEqual(entry.trades?.map(({ exit }) => exit), ["stop"]);
  strictEqual(entry.fills?.length, 1, "each once");
  deepStrictEqual(entry.decisions?.map(({ refusal }) => refusal?.code), ["no-position"]);
  deepStrictEqual(entry.faults, undefined);
});

Deno.test("a position that its stop closes while the model thinks may be opened again where there is no cool-down", async () => {
  for (const coolDownCandles of [0, 1]) {
    const profile = { ...WIDE, coolDownCandles };
    const world = asking([answerOf("", { latencyMs: 0 }), answerOf("")], { profile });
    await world.cycle(decisionOf());
    world.clock.onSleep = () => {
      world.clock.onSleep = () => {};
      world.exchange.fire("ETH", "stop");
    };
    const { decisions } = await world.cycle(decisionOf());
    strictEqual(
      decisions?.[0].refusal?.detail,
      [undefined, "0 of 1 candles since the last close"][coolDownCandles],
    );
  }
});

Deno.test("a loss while the model thinks starts its halt in this cycle; the longer of two halts counts", async () => {
  const rows: [what: string, start: number, answered: number, halt: string | undefined][] = [
    ["none", 100, 100, undefined],
    ["one that begins meanwhile", 100, 94, "next-day"],
    ["one that stood already", 94, 100, "next-day"],
    ["a longer one", 94, 80, "for-good"],
    ["a shorter one", 80, 94, "for-good"],
  ];
  for (const [what, start, answered, halt] of rows) {
    const profile = { ...WIDE, dayLossHalt: 0.04, drawdownHalt: 0.15 };
    const world = asking([answerOf("", { latencyMs: 0 }), answerOf("")], { profile });
    await world.cycle(decisionOf({ allocationUsd: 8500, stop: 81, target: 150 }));
    world.price("ETH", start);
    world.clock.onSleep = () => world.price("ETH", answered);
    const entry = await world.cycle(decisionOf({ allocationUsd: 100 }));
    strictEqual(entry.halt?.until, halt, what);
    strictEqual(entry.decisions?.[0].refusal?.code, halt === undefined ? undefined : "halt", what);
  }
});

Deno.test("an entry is sized and judged by the price there is when the answer comes", async () => {
  const world = asking([answerOf("")]);
  world.clock.onSleep = () => world.price("ETH", 80);
  const entry = await world.cycle(decisionOf());
  deepStrictEqual(entry.decisions?.map(({ shownPrice, size }) => [shownPrice, size]), [[80, 12.5]]);
});

Deno.test("an answer after half the interval is late: nothing is sent, and the clock has stopped at the deadline", async () => {
  const rows: [latencyMs: number, late: boolean][] = [[HALF, false], [HALF + 1, true], [10 * QUARTER, true]];
  for (const [latencyMs, late] of rows) {
    const world = asking([answerOf("", { latencyMs })]);
    const entry = await world.cycle(decisionOf());
    strictEqual(entry.decisions?.length ?? 0, late ? 0 : 1, `${latencyMs}`);
    strictEqual(entry.unanswered?.why, late ? "late" : undefined);
    strictEqual(entry.latencyMs, latencyMs, "as recorded");
    strictEqual(entry.summary, "said", "what it said is kept");
    strictEqual(world.engine.state.memory, late ? null : "remembered");
    ok(world.clock.now() <= FIRST + HALF + 1);
  }
});

Deno.test("time that does not pass on the clock makes no answer late", async () => {
  const world = asking([answerOf("", { latencyMs: 10 * QUARTER })], { modelLatency: 0 });
  strictEqual((await world.cycle(decisionOf())).decisions?.length, 1);
});

Deno.test("a command while the model thinks: a hold, not a fault", async () => {
  const world = asking([answerOf("")]);
  const sleep = world.clock.sleepUntil.bind(world.clock);
  world.clock.sleepUntil = (time, signal) => {
    world.commands.give({ do: "close-all" });
    return sleep(time, signal);
  };
  const entry = await world.cycle(decisionOf());
  deepStrictEqual([entry.unanswered?.why, entry.decisions, entry.faults], ["aborted", undefined, undefined]);
  strictEqual(world.clock.now(), FIRST);
});

Deno.test("a model that does not hear the signal is not waited for", async () => {
  const world = new World({
    agent: agentOf(async (_, { model, signal }) => {
      const { status } = await model.ask(chatRequestOf(), signal);
      return { decisions: [], summary: status };
    }),
  });
  world.model.ask = () => new Promise(() => {});
  const cycle = world.cycle();
  await new Promise((resolve) => setTimeout(resolve, 0));
  const started = performance.now();
  world.commands.give({ do: "pause" });
  strictEqual((await cycle).summary, "aborted");
  ok(performance.now() - started < 100);
});
