import assert from "node:assert/strict";
import type { CycleEntry } from "../../engine/mod.ts";
import type { ShownFrame } from "./frame_view.ts";
import { type WatchedRun, watchReplay } from "./replay_watch.ts";
import { recordedTerminal } from "./testing/recorded_terminal.ts";
import { MANIFEST } from "./testing/sample.ts";

const START = Date.UTC(2024, 0, 2);
const HOUR_MS = 3_600_000;
const FILL = {
  ...{ kind: "fill", time: START, asset: "BTC", side: "buy", size: 0.1, price: 42_000 },
  ...{ feeUsd: 1, realizedPnlUsd: 0, clientOrderId: null, liquidation: false },
} as const;
const FAULT = { step: "ingest", on: "BTC", what: "no candle", done: "held" } as const;

/** A cycle of a run that trades in its fourth and has a fault in its seventh. */
function frameOf(number: number): ShownFrame {
  const close = START + number * HOUR_MS;
  const cycle = {
    ...{ kind: "cycle", close, balanceUsd: 10_000, equityUsd: 10_000, notAsked: "paused" },
    ...(number === 4 ? { fills: [FILL] } : {}),
    ...(number === 7 ? { faults: [FAULT] } : {}),
  } as CycleEntry;
  const explanation = {
    ...{ cycle, number, firstLine: number + 1, line: number + 1, assets: [] },
    ...{ faults: cycle.faults ?? [], last: { close, equityUsd: 10_000 } },
  };
  const candle = { asset: "BTC", open: 1, high: 4, low: 1, close: 2, volume: 5 };
  return {
    number,
    cycle,
    explanation,
    candles: [candle],
    questions: [],
    before: [],
    isRecorded: number !== 9,
  };
}

const run = (speed: number | null, count = 10): WatchedRun => ({
  manifest: MANIFEST,
  speed,
  async play({ signal, onFrame }) {
    for (let number = 1; number <= count && !signal.aborted; number++) await onFrame(frameOf(number));
  },
});

/** Watches a run with keys pressed one after another; gives the cycle that each of them led to, and what was said. */
async function pressed(keys: string, speed: number | null = null): Promise<string[]> {
  const terminal = recordedTerminal(100);
  const stop = new AbortController();
  const watching = watchReplay(run(speed), terminal, stop.signal);
  const shown: string[] = [];
  const look = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const lines = terminal.noted.at(-1)!.split("\n");
    const said = lines.at(-1)!.replace(/ *n next .*$/, "");
    shown.push(`${/cycle (\d+)/.exec(lines.join(" "))?.[1]}${said === "" ? "" : ` ${said}`}`);
  };
  await look();
  for (const key of keys) {
    terminal.press(key);
    await look();
  }
  terminal.press("q");
  await watching;
  return shown;
}

Deno.test("keys lead to the next cycle, trade and fault, and back", async () => {
  assert.deepEqual(await pressed("n tfbx"), ["1", "2", "3", "4", "7", "6", "6"]);
  assert.deepEqual(await pressed("bt"), ["1", "1 nothing before this one is kept", "4"]);
});

Deno.test("where there is no further one it stays, and says so", async () => {
  assert.deepEqual(await pressed("ttb"), ["1", "4", "4 no trade after this one", "3"]);
  assert.deepEqual(await pressed("fnnnn").then((all) => all.slice(-2)), ["10", "10 no cycle after this one"]);
});

Deno.test("with a speed cycles go by themselves, until somebody looks for something", async () => {
  const terminal = recordedTerminal(100);
  const watching = watchReplay(run(500), terminal, new AbortController().signal);
  while (!terminal.noted.some((text) => text.includes("no cycle after"))) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  terminal.press("q");
  await watching;
  const cycles = terminal.noted.flatMap((text) => /cycle (\d+),/.exec(text)?.[1] ?? []);
  assert.deepEqual([...new Set(cycles)], ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
});

Deno.test("Ctrl-C ends it while it waits for a key", async () => {
  const stop = new AbortController();
  const watching = watchReplay(run(null), recordedTerminal(100), stop.signal);
  await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  await watching;
});

Deno.test("a screen shows candle and account, no line is longer than it, and what differs is said", async () => {
  const terminal = recordedTerminal(60);
  const watching = watchReplay(run(null), terminal, new AbortController().signal);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const first = terminal.noted.at(-1)!;
  assert.match(first, /candle {6}BTC open 1, high 4, low 1, close 2, volume 5\nseen {8}nothing: paused\n/);
  assert.match(first, /\naccount {5}equity 10,000\.00 USD/);
  assert.ok(first.split("\n").every((line) => line.replace("\x1b[H\x1b[2J", "").length <= 60));
  for (let number = 2; number <= 9; number++) {
    terminal.press("n");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.match(terminal.noted.at(-1)!, /cycle 9, [^\n]*\ndiffers from its diary: /);
  terminal.press("q");
  await watching;
});

Deno.test("where there is no terminal all of it is printed, plain", async () => {
  const terminal = { ...recordedTerminal(100), size: () => null };
  await watchReplay(run(null), terminal, new AbortController().signal);
  assert.equal(terminal.noted.length, 0);
  const text = terminal.printed.join("\n");
  assert.deepEqual(text.match(/cycle \d+,/g)?.length, 10);
  assert.ok(!text.includes("\x1b"));
  assert.match(text, /faults {6}ingest, BTC: no candle; held/);
});
