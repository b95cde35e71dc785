import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type LoopEnd, type LoopOptions, runLoop } from "./loop.ts";
import type { Command } from "./ports/commands.ts";
import { decisionOf } from "./testing/accounts.ts";
import { MIDNIGHT, MINUTE, QUARTER } from "./testing/times.ts";
import { World } from "./testing/world.ts";

/** A world with candles for a day; ETH stays at 100. */
function market(): World {
  const world = new World();
  for (let index = 0; index <= 96; index++) world.candle(MIDNIGHT + index * QUARTER);
  return world;
}

interface Ran {
  readonly end: LoopEnd;
  /** The closes of the cycles, in quarters since midnight. */
  readonly quarters: readonly number[];
}

async function run(world: World, given: Partial<LoopOptions> = {}): Promise<Ran> {
  const signal = new AbortController().signal;
  const options = { from: MIDNIGHT, until: MIDNIGHT + 4 * QUARTER, graceMs: 0, signal, ...given };
  const end = await runLoop(world.engine, options);
  return { end, quarters: world.diary.cycles.map(({ close }) => (close - MIDNIGHT) / QUARTER) };
}

Deno.test("from the first close at or after the start to the last strictly before the end", async () => {
  const rows: [what: string, from: number, until: number, quarters: number[]][] = [
    ["start and end on closes", MIDNIGHT, MIDNIGHT + 3 * QUARTER, [0, 1, 2]],
    ["a moment later", MIDNIGHT + 1, MIDNIGHT + 3 * QUARTER + 1, [1, 2, 3]],
    ["a moment earlier", MIDNIGHT + QUARTER - 1, MIDNIGHT + 3 * QUARTER - 1, [1, 2]],
    ["no close between", MIDNIGHT + 1, MIDNIGHT + QUARTER, []],
    ["an end before the start", MIDNIGHT + 2 * QUARTER, MIDNIGHT, []],
  ];
  for (const [what, from, until, quarters] of rows) {
    deepStrictEqual(await run(market(), { from, until }), { end: "reached-end", quarters }, what);
  }
});

Deno.test("a run that ends earlier is the beginning of the longer one", async () => {
  const written: string[][] = [];
  for (const count of [3, 6]) {
    const world = market();
    world.next = [decisionOf()];
    await run(world, { until: MIDNIGHT + count * QUARTER });
    written.push(world.diary.lines);
  }
  deepStrictEqual(written[1].slice(0, written[0].length), written[0]);
  ok(written[1].length > written[0].length);
});

Deno.test("each cycle begins at its close, after the grace where there is one", async () => {
  for (const graceMs of [0, 1500]) {
    const world = market();
    const began: number[] = [];
    const sync = world.exchange.sync.bind(world.exchange);
    world.exchange.sync = (since) => {
      began.push(world.clock.now());
      return sync(since);
    };
    await run(world, { graceMs, until: MIDNIGHT + 2 * QUARTER });
    deepStrictEqual([...new Set(began)], [MIDNIGHT + graceMs, MIDNIGHT + QUARTER + graceMs]);
  }
});

Deno.test("the watcher is told of each cycle, and the next one waits for it", async () => {
  const world = market();
  const told: string[] = [];
  await run(world, {
    until: MIDNIGHT + 2 * QUARTER,
    onCycle: async ({ close }) => {
      told.push(`begin ${(close - MIDNIGHT) / QUARTER}`);
      for (let turn = 0; turn < 100; turn++) await Promise.resolve();
      told.push(`end after ${world.diary.cycles.length} cycles`);
    },
  });
  deepStrictEqual(told, ["begin 0", "end after 1 cycles", "begin 1", "end after 2 cycles"]);
});

Deno.test("what was written is safe when the loop ends", async () => {
  const world = market();
  await run(world);
  strictEqual(world.log.at(-1), "commit");
});

Deno.test("interrupted: the cycle in progress is finished, no other begins", async () => {
  const world = market();
  const controller = new AbortController();
  const onCycle = () => world.diary.cycles.length === 2 ? controller.abort() : undefined;
  const ran = await run(world, { signal: controller.signal, onCycle });
  deepStrictEqual(ran, { end: "interrupted", quarters: [0, 1] });
  strictEqual(world.log.at(-1), "commit");
});

Deno.test("interrupted while it waits for a close: it wakes, and that close has no cycle", async () => {
  const world = market();
  const controller = new AbortController();
  world.clock.onSleep = (until) => {
    if (until === MIDNIGHT + 2 * QUARTER) controller.abort();
  };
  deepStrictEqual(await run(world, { signal: controller.signal }), { end: "interrupted", quarters: [0, 1] });
  ok(world.clock.now() < MIDNIGHT + 2 * QUARTER, "it did not sleep on");
});

Deno.test("interrupted just as the close comes: that close has no cycle either", async () => {
  const world = market();
  const controller = new AbortController();
  world.clock.onSleep = (until) => {
    if (until !== MIDNIGHT + 2 * QUARTER) return;
    world.clock.set(until);
    controller.abort();
  };
  deepStrictEqual(await run(world, { signal: controller.signal }), { end: "interrupted", quarters: [0, 1] });
});

Deno.test("interrupted before it began, and after its last cycle", async () => {
  const controller = new AbortController();
  controller.abort();
  deepStrictEqual(await run(market(), { signal: controller.signal }), { end: "interrupted", quarters: [] });
  const world = market();
  const late = new AbortController();
  const onCycle = () => world.diary.cycles.length === 4 ? late.abort() : undefined;
  strictEqual((await run(world, { signal: late.signal, onCycle })).end, "reached-end");
});

/** Gives commands once, in the sleep before the second close. */
function whileWaiting(world: World, ...commands: readonly Command[]): void {
  let given = false;
  world.clock.onSleep = (until) => {
    if (until !== MIDNIGHT + QUARTER || given) return;
    given = true;
    world.clock.set(MIDNIGHT + MINUTE);
    world.commands.give(...commands);
  };
}

Deno.test("a command ends the waiting, is carried out at once, and the waiting goes on to the same close", async () => {
  const world = market();
  whileWaiting(world, { do: "pause" });
  const { end, quarters } = await run(world);
  deepStrictEqual([end, quarters], ["reached-end", [0, 1, 2, 3]]);
  const kinds = world.diary.entries.map((entry) =>
    `${entry.kind} ${"close" in entry ? entry.close - MIDNIGHT : ""}`
  );
  deepStrictEqual(kinds.slice(0, 3), ["cycle 0", `command ${MINUTE}`, `cycle ${QUARTER}`]);
  strictEqual(world.diary.cycles[1].notAsked, "paused");
});

Deno.test("several commands are carried out in their order", async () => {
  const world = market();
  world.next = [decisionOf()];
  whileWaiting(world, { do: "close", asset: "ETH" }, { do: "pause" }, { do: "resume" });
  await run(world);
  const commands = world.diary.entries.flatMap((entry) => entry.kind === "command" ? [entry.command] : []);
  deepStrictEqual(commands, ["close", "pause", "resume"]);
  strictEqual(world.diary.cycles[1].notAsked, undefined);
});

Deno.test("stop ends the loop before the next cycle; it leaves no line", async () => {
  const world = market();
  whileWaiting(world, { do: "pause" }, { do: "stop" });
  deepStrictEqual(await run(world), { end: "stopped", quarters: [0] });
  deepStrictEqual(world.diary.entries.map(({ kind }) => kind), ["cycle", "command"]);
  strictEqual(world.log.at(-1), "commit");
});

Deno.test("a command that came during a cycle is carried out before the next close", async () => {
  const world = market();
  const onCycle = () =>
    world.diary.cycles.length === 1 ? world.commands.give({ do: "close-all" }) : undefined;
  world.next = [decisionOf()];
  await run(world, { onCycle });
  deepStrictEqual(world.diary.entries.map(({ kind }) => kind).slice(0, 7), [
    "intent",
    "outcome",
    "cycle",
    "intent",
    "outcome",
    "command",
    "cycle",
  ]);
});

Deno.test("commands are looked at once more before the loop ends", async () => {
  for (const [what, end] of [["pause", "reached-end"], ["stop", "stopped"]] as const) {
    const world = market();
    const onCycle = () => world.diary.cycles.length === 4 ? world.commands.give({ do: what }) : undefined;
    deepStrictEqual(await run(world, { onCycle }), { end, quarters: [0, 1, 2, 3] });
    strictEqual(world.diary.entries.at(-1)?.kind, what === "pause" ? "command" : "cycle");
    deepStrictEqual(await world.commands.take(), []);
  }
});
