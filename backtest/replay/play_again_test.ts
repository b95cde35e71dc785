import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { type Command, RISK_PROFILES, type SeenEntry } from "../../engine/mod.ts";
import { COIN, drawnAsset, START } from "../testing/market.ts";
import { RecordedMarket } from "../market/recorded_market.ts";
import { lookAgain } from "./look_again.ts";
import { type ReplayResult, replayRun } from "./replay_run.ts";
import { CROSS, waves } from "./testing/played_run.ts";
import { type SeenRun, seenRun, type SeenScript } from "./testing/seen_run.ts";

const HOUR_MS = 3_600_000;
const FROM = START + 60 * HOUR_MS;
const NEVER = new AbortController().signal;

function script(changes: Partial<SeenScript> = {}): SeenScript {
  const funding = Array.from({ length: 240 }, (_, hour) => [hour + 1, 0.0001] as const);
  const market = new RecordedMarket([drawnAsset({ instrument: COIN, candles: { "1h": waves() }, funding })]);
  market.prepare(["1h"]);
  const choice = {
    agent: CROSS,
    chosen: RISK_PROFILES.get("conservative")!,
    instruments: [COIN],
    interval: "1h",
    capitalUsd: 10_000,
    seed: 1,
    detail: "trades",
    funding: "on",
  } as const;
  return { choice, market, from: FROM, until: FROM + 100 * HOUR_MS, ...changes };
}

async function replay({ manifest, lines, plan }: SeenRun): Promise<ReplayResult> {
  const player = { agent: CROSS, isolate: null };
  return await replayRun({ manifest, lines: lines.values(), player, plan }, {
    signal: NEVER,
    compareFrom: null,
    until: null,
  });
}

/** An equal replay of the whole run; else what differs. */
async function assertEqual(run: SeenRun, what: string): Promise<ReplayResult> {
  const result = await replay(run);
  deepStrictEqual(
    [result.divergence, result.fault, result.status, result.whole],
    [null, null, "equal", true],
    what,
  );
  strictEqual(result.lines, run.lines.length, what);
  return result;
}

const COMMANDS: ReadonlyMap<number, Command> = new Map([
  [12, { do: "close-all" }],
  [30, { do: "pause" }],
  [45, { do: "resume" }],
  [60, { do: "close", asset: "COIN" }],
]);

Deno.test("a paper run is played again from what it saw, with its faults, commands and the skew of its clock", async () => {
  for (const isReal of [false, true]) {
    const run = await seenRun(script({ isReal, faultEvery: 31, commands: COMMANDS }));
    ok(run.lines.some((line) => line.includes("was not heard")));
    strictEqual(run.lines.filter((line) => line.includes('"kind":"command"')).length, 4);
    strictEqual(run.lines.some((line) => line.includes("ms behind the exchange's")), isReal);
    await assertEqual(run, `real ${isReal}`);
  }
});

Deno.test("a run that was killed anywhere and went on is played again over all its processes", async () => {
  const whole = await seenRun(script({ commands: COMMANDS }));
  const count = whole.entries.length;
  for (let at = 1; at < count; at += 13) {
    const killAt = [at, Math.min(at + 40, count - 1)];
    const run = await seenRun(script({ commands: COMMANDS, killAt }));
    await assertEqual(run, `killed at ${killAt}`);
  }
});

Deno.test("a live run is played again from what its exchange answered, killed anywhere and under its account's key", async () => {
  const whole = await seenRun(script({ isLive: true, isReal: true, faultEvery: 31, commands: COMMANDS }));
  strictEqual(whole.manifest.settings.account, "0x0");
  ok(whole.entries.some((entry) => entry.kind === "exchange" && entry.call === "submit"));
  await assertEqual(whole, "whole");
  const count = whole.entries.length;
  for (let at = 7; at < count; at += 37) {
    const run = await seenRun(script({ isLive: true, isReal: true, commands: COMMANDS, killAt: [at] }));
    await assertEqual(run, `killed at ${at}`);
  }
  const settings = { ...whole.manifest.settings, seed: 7 };
  const other = await replay({ ...whole, manifest: { ...whole.manifest, settings, key: "0".repeat(32) } });
  deepStrictEqual([other.divergence?.cause, other.divergence?.field], ["settings", "settings.seed"]);
});

Deno.test("a run that was interrupted and went on is played again", async () => {
  for (const interruptAt of [[5], [20, 41], [33, 34, 90]]) {
    const run = await seenRun(script({ commands: COMMANDS, interruptAt }));
    strictEqual(run.entries.filter(({ kind }) => kind === "interrupted").length, interruptAt.length);
    await assertEqual(run, `interrupted at ${interruptAt}`);
  }
});

Deno.test("a run that was killed for good is played up to its last whole cycle, wherever that was", async () => {
  const { manifest, lines, plan, entries } = await seenRun(script());
  const unended = { ...manifest, status: "running", diary: null } as const;
  for (let count = 1; count < entries.length; count += 29) {
    const seen = entries.slice(0, count);
    const written = seen.filter(({ kind }) => kind === "line").length;
    const { status, lines: played } = await replay({
      manifest: unended,
      plan: { ...plan, seen },
      lines: lines.slice(0, written),
      entries: seen,
    });
    deepStrictEqual([status, played], ["equal", written], String(count));
  }
});

Deno.test("what is missing at the end of what was seen is damage, and is no divergence", async () => {
  const run = await seenRun(script());
  const seen = run.entries.slice(0, run.entries.findLastIndex(({ kind }) => kind === "line") - 30);
  const { status, fault, divergence } = await replay({ ...run, plan: { ...run.plan, seen } });
  deepStrictEqual([status, divergence], ["damaged", null]);
  match(fault!, /^what the run saw ends before line \d+ of its diary; wanted all of it$/);
});

Deno.test("a candle that was seen otherwise is a divergence of the data", async () => {
  const { choice, ...rest } = script();
  const run = await seenRun({ ...rest, choice: { ...choice, detail: "full" } });
  const at = run.entries.findIndex((entry, index) =>
    index > 300 && entry.kind === "candles" && entry.rows.length > 0
  );
  const seen = run.entries.map((entry, index): SeenEntry => {
    if (index !== at || entry.kind !== "candles") return entry;
    const [[time, open, high, low, close, volume]] = entry.rows;
    return { ...entry, rows: [[time, open, high + 1, low, close + 0.5, volume]] };
  });
  const { status, divergence } = await replay({ ...run, plan: { ...run.plan, seen } });
  deepStrictEqual([status, divergence?.cause], ["diverged", "data"]);
});

Deno.test("what is asked for otherwise than the run did is a divergence, with what it was", async () => {
  const run = await seenRun(script());
  const at = run.entries.findIndex(({ kind }, index) => index > 200 && kind === "contexts");
  const seen = run.entries.toSpliced(at, 1);
  const { status, divergence } = await replay({ ...run, plan: { ...run.plan, seen } });
  deepStrictEqual([status, divergence?.entry, divergence?.cause], ["diverged", "seen", "data"]);
  match(divergence!.detail!, /^what this run saw has \w+ where contexts is asked for/);
});

Deno.test("what the agent of a paper run saw can be seen again", async () => {
  const run = await seenRun(script());
  const player = { agent: CROSS, isolate: null };
  const at = FROM + 50 * HOUR_MS;
  const seen = await lookAgain({ player, plan: run.plan }, at, NEVER);
  const line = run.lines.find((text) => text.includes(`"kind":"cycle","close":${at},`))!;
  ok(seen!.observationHash !== null && line.includes(seen!.observationHash));
});
