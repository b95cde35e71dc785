import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { type LoopEnd, type LoopOptions, runLoop } from "./loop.ts";
import type { DiaryEntry } from "./model/diary_entry.ts";
import { ALWAYS_IN_TIME, type Timeliness } from "./model/timeliness.ts";
import { PortFailure } from "./ports/port_failure.ts";
import { decisionOf } from "./testing/accounts.ts";
import { foldOf } from "./testing/state_digest.ts";
import { DAY, MIDNIGHT, MINUTE, QUARTER } from "./testing/times.ts";
import { World } from "./testing/world.ts";

const SECOND = 1000;
const REAL: Timeliness = {
  ...ALWAYS_IN_TIME,
  deadlineMs: 20 * SECOND,
  retryMs: 5 * SECOND,
  missedAfterMs: MINUTE,
};

function market(): World {
  const world = new World();
  for (let index = 0; index <= 96; index++) world.candle(MIDNIGHT + index * QUARTER);
  return world;
}

async function run(world: World, given: Partial<LoopOptions> = {}): Promise<LoopEnd> {
  return await runLoop(world.engine, {
    from: MIDNIGHT,
    until: MIDNIGHT + 6 * QUARTER,
    graceMs: 2 * SECOND,
    timeliness: REAL,
    signal: new AbortController().signal,
    ...given,
  });
}

/** Each close with what became of it: `0 cycle`, `1 asleep`. */
function closes({ diary }: World): string[] {
  return diary.entries.flatMap((entry) => {
    if (entry.kind !== "cycle" && entry.kind !== "missed") return [];
    return [`${(entry.close - MIDNIGHT) / QUARTER} ${entry.kind === "missed" ? entry.cause : "cycle"}`];
  });
}

/** The clock stands at `wakesAt` when it should have woken for the close of `quarter`. */
function oversleep(world: World, quarter: number, wakesAt: number): void {
  world.clock.onSleep = (until) => {
    if (until === MIDNIGHT + quarter * QUARTER + 2 * SECOND && world.clock.now() < wakesAt) {
      world.clock.set(wakesAt);
    }
  };
}

Deno.test("a close whose time has passed is written as missed, with its cause, and never run late", async () => {
  const rows: [what: string, wakesAt: number, closes: string[]][] = [
    ["in time", MIDNIGHT + 2 * QUARTER + 62 * SECOND, [
      "0 cycle",
      "1 cycle",
      "2 cycle",
      "3 cycle",
      "4 cycle",
      "5 cycle",
    ]],
    ["a moment late", MIDNIGHT + 2 * QUARTER + 62 * SECOND + 1, [
      "0 cycle",
      "1 cycle",
      "2 asleep",
      "3 cycle",
      "4 cycle",
      "5 cycle",
    ]],
    ["hours late, the last close still in time", MIDNIGHT + 4 * QUARTER + 10 * SECOND, [
      "0 cycle",
      "1 cycle",
      "2 asleep",
      "3 asleep",
      "4 cycle",
      "5 cycle",
    ]],
  ];
  for (const [what, wakesAt, expected] of rows) {
    const world = market();
    oversleep(world, 2, wakesAt);
    strictEqual(await run(world), "reached-end");
    deepStrictEqual(closes(world), expected, what);
  }
});

Deno.test("a cycle that takes too long makes the next ones missed: busy", async () => {
  const world = market();
  const onCycle = () => {
    if (world.diary.cycles.length === 2) world.clock.set(MIDNIGHT + 3 * QUARTER + 5 * MINUTE);
  };
  await run(world, { onCycle });
  deepStrictEqual(closes(world), ["0 cycle", "1 cycle", "2 busy", "3 busy", "4 cycle", "5 cycle"]);
});

Deno.test("a run that goes on after a pause: what passed meanwhile is missed, nobody was there", async () => {
  const world = market();
  await run(world, { until: MIDNIGHT + QUARTER });
  world.clock.set(MIDNIGHT + 3 * QUARTER + 5 * MINUTE);
  await run(world, { from: world.engine.state.lastClose + 1 });
  deepStrictEqual(closes(world), [
    "0 cycle",
    "1 not-running",
    "2 not-running",
    "3 not-running",
    "4 cycle",
    "5 cycle",
  ]);
});

Deno.test("the watcher is told of each missed close", async () => {
  const world = market();
  const told: string[] = [];
  oversleep(world, 1, MIDNIGHT + 2 * QUARTER + 5 * MINUTE);
  await run(world, { onMissed: ({ detail }) => void told.push(detail) });
  const late = 5 * MINUTE - 2 * SECOND;
  deepStrictEqual(told, [
    `${QUARTER + late} ms late, 60000 ms are allowed`,
    `${late} ms late, 60000 ms are allowed`,
  ]);
});

Deno.test("an account that cannot be seen is asked for until the deadline; then the cycle is missed, and the loop goes on", async () => {
  for (const [awayMs, closed] of [[10 * SECOND, "1 cycle"], [40 * SECOND, "1 unreachable"]] as const) {
    const world = market();
    const { sync } = world.exchange;
    const back = MIDNIGHT + QUARTER + awayMs;
    world.exchange.sync = (since) => {
      const now = world.clock.now();
      if (now >= MIDNIGHT + QUARTER && now < back) return Promise.reject(new PortFailure("no network"));
      return sync.call(world.exchange, since);
    };
    strictEqual(await run(world, { until: MIDNIGHT + 3 * QUARTER }), "reached-end");
    deepStrictEqual(closes(world), ["0 cycle", closed, "2 cycle"]);
    const missed = world.diary.entries.find((entry) => entry.kind === "missed");
    strictEqual(missed?.detail, closed === "1 cycle" ? undefined : "no network");
  }
});

Deno.test("a diary that takes no line ends the run, though it is a failure to expect", async () => {
  const world = market();
  world.diary.append = () => {
    throw new PortFailure("the disk is full");
  };
  await rejects(run(world), /the disk is full/);
});

Deno.test("missed closes come back from the diary: nothing is known of the time without a look", async () => {
  const world = market();
  world.next = [decisionOf()];
  const onCycle = () => {
    if (world.diary.cycles.length === 1) world.clock.set(MIDNIGHT + 3 * QUARTER + 5 * MINUTE);
  };
  await run(world, { until: MIDNIGHT + 4 * QUARTER, onCycle });
  const { state, instruments } = world.engine;
  const again = foldOf(world.diary.entries, instruments);
  deepStrictEqual([again.lastClose, again.lastLook], [MIDNIGHT + 3 * QUARTER, MIDNIGHT]);
  deepStrictEqual([state.lastClose, state.lastLook], [again.lastClose, again.lastLook]);
});

Deno.test("a day whose first closes were missed is judged by the equity before them", () => {
  const world = market();
  const missed = (close: number): DiaryEntry => ({ kind: "missed", close, cause: "asleep", detail: "late" });
  const cycle: DiaryEntry = { kind: "cycle", close: MIDNIGHT, balanceUsd: 500, equityUsd: 500 };
  const state = foldOf([cycle, missed(MIDNIGHT + DAY)], world.engine.instruments);
  strictEqual(state.dayEquity(MIDNIGHT + DAY + QUARTER, 400), 500);
  const first = foldOf([missed(MIDNIGHT)], world.engine.instruments);
  strictEqual(first.dayEquity(MIDNIGHT + QUARTER, 400), 400);
});

Deno.test("closes at which no process was there are told so, those it slept through otherwise", async () => {
  const world = market();
  oversleep(world, 2, MIDNIGHT + 4 * QUARTER + 5 * MINUTE);
  const wasAway = (time: number): boolean => time > MIDNIGHT + 3 * QUARTER;
  await run(world, { timeliness: { ...REAL, wasAway } });
  deepStrictEqual(closes(world), [
    "0 cycle",
    "1 cycle",
    "2 asleep",
    "3 not-running",
    "4 not-running",
    "5 cycle",
  ]);
});
