import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { CycleEntry, DiaryEntry } from "../../engine/mod.ts";
import { playFrames, type ReplayFrame } from "./play_frames.ts";
import { CROSS, firstOf, type PlayedRun, playedRun, retold, waves } from "./testing/played_run.ts";

const HOUR_MS = 3_600_000;
const NEVER = new AbortController().signal;

async function framesOf(
  { lines, plan }: Pick<PlayedRun, "lines" | "plan">,
  { until = null, signal = NEVER }: { readonly until?: number | null; readonly signal?: AbortSignal } = {},
): Promise<ReplayFrame[]> {
  const frames: ReplayFrame[] = [];
  const player = { agent: CROSS, isolate: null };
  const onFrame = (frame: ReplayFrame): void => void frames.push(frame);
  await playFrames({ player, plan, lines: lines.values() }, { until, signal, onFrame });
  return frames;
}

const cyclesIn = (entries: readonly DiaryEntry[]): CycleEntry[] =>
  entries.filter((entry): entry is CycleEntry => entry.kind === "cycle");

Deno.test("each cycle is a frame: its lines, its candle, what was seen, and what was sent", async () => {
  for (const detail of ["trades", "full"] as const) {
    const run = await playedRun(CROSS, { detail });
    const frames = await framesOf(run);
    const cycles = cyclesIn(run.entries);
    deepStrictEqual(frames.map(({ cycle }) => cycle.equityUsd), cycles.map(({ equityUsd }) => equityUsd));
    deepStrictEqual(frames.map(({ number }) => number), cycles.map((_, index) => index + 1));
    ok(frames.every(({ isRecorded, cycle }) => isRecorded && cycle.observation !== undefined));
    const intent = firstOf(run.entries, "intent");
    const frame = frames.find(({ cycle }) => cycle.close === intent.close)!;
    strictEqual(frame.explanation.assets[0].sent.length, intent.orders.length);
    strictEqual(
      frame.explanation.line,
      run.entries.findIndex((entry) => entry.kind === "cycle" && entry.close === intent.close) + 1,
    );
    const hour = (frame.cycle.close - run.plan.from) / HOUR_MS + 60 - 1;
    const [, open, high, low, close] = waves()[hour];
    deepStrictEqual(frame.candles, [{ asset: "COIN", open, high, low, close, volume: 1 }]);
  }
});

Deno.test("a cycle whose lines are not those of the diary says so, and no other does", async () => {
  const run = await playedRun();
  const told = retold(run, (all) => {
    const cycle = cyclesIn(all)[7] as { equityUsd: number };
    cycle.equityUsd += 1;
  });
  const frames = await framesOf({ ...run, lines: told.lines });
  deepStrictEqual(frames.flatMap(({ isRecorded }, index) => isRecorded ? [] : [index]), [7]);
});

Deno.test("it goes no further than the diary, than it was asked to, or than somebody lets it", async () => {
  const run = await playedRun();
  const at = run.entries.findIndex((entry, seq) => seq > 30 && entry.kind === "cycle") + 1;
  const cut = await framesOf({ ...run, lines: run.lines.slice(0, at) });
  strictEqual(cut.length, cyclesIn(run.entries.slice(0, at)).length);
  strictEqual((await framesOf(run, { until: run.plan.from + 10 * HOUR_MS })).length, 10);
  const stop = new AbortController();
  stop.abort();
  strictEqual((await framesOf(run, { signal: stop.signal })).length, 0);
});
