import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  type Agent,
  AGENTS,
  type ChatAnswer,
  type ChatRequest,
  type DiaryEntry,
  ema,
  rsi,
  UnrecordedAnswer,
} from "../../engine/mod.ts";
import { START } from "../testing/market.ts";
import { RecordedMarket } from "../market/recorded_market.ts";
import { COIN, drawnAsset } from "../testing/market.ts";
import { type Cause, CAUSES } from "./divergence.ts";
import { type ReplayResult, replayRun, type ReplayWatch } from "./replay_run.ts";
import { CROSS, cycleWith, firstOf, type PlayedRun, playedRun, retold, waves } from "./testing/played_run.ts";

const HOUR_MS = 3_600_000;

async function replay(
  { manifest, lines, plan }: PlayedRun,
  given: Partial<ReplayWatch> & { readonly agent?: Agent; readonly chatModel?: unknown } = {},
): Promise<ReplayResult> {
  const { agent = plan.choice.agent as Agent, chatModel, ...watch } = given;
  const player = { agent, isolate: null, ...(chatModel === undefined ? {} : { chatModel }) } as never;
  const heard = { signal: new AbortController().signal, compareFrom: null, until: null, ...watch };
  return await replayRun({ manifest, lines: lines.values(), player, plan }, heard);
}

// deno-lint-ignore no-explicit-any -- an entry is told otherwise here, whatever its type allows
type Told = any;

/** How a diary tells something else, and what that speaks for. */
const RETOLD: readonly (readonly [
  cause: Cause,
  field: string,
  change: (entries: DiaryEntry[]) => DiaryEntry[] | void,
])[] = [
  ["settings", "key", ([run]) => void ((run as Told).key = "0".repeat(32))],
  ["data", "funding.0.rate", (all) => void ((cycleWith(all, "funding") as Told).funding[0].rate *= 2)],
  [
    "data",
    "series",
    (all) =>
      void ((firstOf(all, "cycle") as Told).series = [{ asset: "COIN", fromMs: 60_000, toMs: 300_000 }]),
  ],
  [
    "observation",
    "observationHash",
    (all) => void ((firstOf(all, "intent") as Told).observationHash = "0".repeat(16)),
  ],
  [
    "observation",
    "observationHash",
    (all) => void ((firstOf(all, "cycle") as Told).observationHash = "0".repeat(16)),
  ],
  [
    "prompt",
    "cassetteKeys",
    (all) => void ((firstOf(all, "cycle") as Told).cassetteKeys = ["0".repeat(64)]),
  ],
  [
    "answer",
    "decisions.0.rationale",
    (all) => void ((firstOf(all, "intent") as Told).decisions[0].rationale = "other"),
  ],
  ["answer", "memory", (all) => void ((cycleWith(all, "memory") as Told).memory = 1)],
  [
    "risk",
    "orders.0.legs.0.size",
    (all) => void ((firstOf(all, "intent") as Told).orders[0].legs[0].size += 1),
  ],
  ["risk", "decisions.0.outcome", (all) => {
    const [record] = (firstOf(all, "cycle", ({ decisions }) =>
      decisions?.[0].outcome === "refused") as Told).decisions;
    Object.assign(record, { outcome: "accepted", refusal: undefined });
  }],
  ["risk", "halt", (all) => void ((firstOf(all, "cycle") as Told).halt = { until: "for-good", loss: 0.3 })],
  [
    "order",
    "orders.0.legs.1.triggerPrice",
    (all) => void ((firstOf(all, "intent") as Told).orders[0].legs[1].triggerPrice += 1),
  ],
  [
    "order",
    "legs.1.clientOrderId",
    (all) => void ((firstOf(all, "outcome") as Told).legs[1].clientOrderId = `0x${"0".repeat(32)}`),
  ],
  ["fill", "legs.0.price", (all) => void ((firstOf(all, "outcome") as Told).legs[0].price += 1)],
  ["fill", "fills.0.price", (all) => void ((cycleWith(all, "fills") as Told).fills[0].price += 1)],
  ["accounting", "equityUsd", (all) => void ((firstOf(all, "cycle") as Told).equityUsd += 1)],
  [
    "accounting",
    "trades.0.netPnlUsd",
    (all) => void ((cycleWith(all, "trades") as Told).trades[0].netPnlUsd += 1),
  ],
  [
    "accounting",
    "funding.0.amountUsd",
    (all) => void ((cycleWith(all, "funding") as Told).funding[0].amountUsd += 1),
  ],
];

Deno.test("a run of each rule comes out equal, its figures too", async () => {
  for (const agent of [CROSS, ...AGENTS.values()]) {
    for (const detail of ["trades", "full"] as const) {
      const run = await playedRun(agent, { detail });
      const result = await replay(run);
      deepStrictEqual(
        [result.status, result.whole, result.lines, result.lastHash, result.cycles],
        ["equal", true, run.lines.length, run.manifest.diary!.lastHash, 140],
        agent.name,
      );
    }
  }
});

Deno.test("a diary that tells something else is found at its line, with the field, both values and the cause", async () => {
  const run = await playedRun();
  deepStrictEqual([...new Set(RETOLD.map(([cause]) => cause))], [...CAUSES]);
  for (const [cause, field, change] of RETOLD) {
    const told = retold(run, change);
    const { status, divergence } = await replay(told);
    deepStrictEqual([status, divergence?.cause, divergence?.field], ["diverged", cause, field], field);
    const line = told.lines.findIndex((text, index) => text !== run.lines[index]) + 1;
    strictEqual(divergence!.line, line, field);
    ok(JSON.stringify(divergence!.recorded) !== JSON.stringify(divergence!.replayed), field);
  }
});

Deno.test("of what differs in a cycle the earliest cause is told, wherever it is written", async () => {
  const run = await playedRun(CROSS, { detail: "full" });
  const told = retold(run, (all) => {
    const intent = firstOf(all, "intent") as Told;
    intent.orders[0].legs[0].size += 1;
    const cycle = all.slice(all.indexOf(intent)).find(({ kind }) => kind === "cycle") as Told;
    cycle.observation.assets[0].mark += 1;
    cycle.equityUsd += 1;
  });
  const { divergence } = await replay(told);
  deepStrictEqual([divergence?.cause, divergence?.field], ["data", "observation.assets.0.mark"]);
});

Deno.test("what differs in the world is told by its cause, where the diary keeps what was seen", async () => {
  const run = await playedRun(CROSS, { detail: "full" });
  const market = new RecordedMarket([
    drawnAsset({ instrument: COIN, candles: { "1h": waves((hour) => hour === 100 ? 0.01 : 0) } }),
  ]);
  const other = { ...run, plan: { ...run.plan, market } };
  const found = await replay(other);
  strictEqual(found.divergence?.cause, "data");

  const needs = [{ interval: "decision", indicators: [ema(10), rsi(8)], values: 2 }] as const;
  const reckoned = await replay(run, { agent: { ...CROSS, needs } });
  deepStrictEqual(reckoned.divergence?.cause, "observation");
  match(reckoned.divergence!.field, /^observation\.assets\.0\.intervals\.0\.indicators\./);

  const decide: Agent["decide"] = (...asked) => {
    const { decisions, memory } = CROSS.decide(...asked) as Awaited<ReturnType<Agent["decide"]>>;
    return {
      memory,
      decisions: decisions.map((one) => ({ ...one, rationale: one.rationale.toUpperCase() })),
    };
  };
  strictEqual((await replay(run, { agent: { ...CROSS, decide } })).divergence?.cause, "answer");
});

/** Asks in a question of one word, and holds. */
function asking(word: string): Agent {
  return {
    ...CROSS,
    async decide({ close }, { model, signal }) {
      const messages = [{ role: "user", text: `${word} ${close}` }] as const;
      const parameters = { maxTokens: 1, temperature: null, reasoningEffort: null, options: {} };
      const base = { provider: "p", model: "m", parameters, tools: [], responseSchema: null, sample: 0 };
      const answer = await model.ask({ ...base, messages }, signal);
      if (answer.status === "unrecorded") throw new UnrecordedAnswer(answer.reason);
      return { decisions: [] };
    },
  };
}

Deno.test("a question that was not recorded ends the replay as a prompt that differs, with the reason", async () => {
  const tokens = { fresh: 1, cacheRead: 0, cacheWrite: 0, output: 1 };
  const answered = { status: "answered", text: "", toolCalls: [], tokens, costUsd: 0, latencyMs: 1 };
  const ask = ({ messages: [{ text }] }: ChatRequest): Promise<ChatAnswer> =>
    Promise.resolve(
      (text.startsWith("hold")
        ? answered
        : { status: "unrecorded", reason: "the first message differs" }) as ChatAnswer,
    );
  const chatModel = () => ({ ask });
  const run = await playedRun(asking("hold"), { chatModel });
  strictEqual((await replay(run, { chatModel })).status, "equal");
  const { status, divergence } = await replay(run, { chatModel, agent: asking("wait") });
  deepStrictEqual([status, divergence?.cause, divergence?.line], ["diverged", "prompt", 2]);
  strictEqual(divergence?.detail, "the first message differs");
});

Deno.test("cycles before the one that was asked for are not compared, and counted", async () => {
  const run = retold(await playedRun(), (all) => void ((firstOf(all, "cycle") as Told).balanceUsd += 1));
  strictEqual((await replay(run)).status, "diverged");
  const later = await replay(run, { compareFrom: run.plan.from + 10 * HOUR_MS });
  deepStrictEqual([later.status, later.skipped, later.cycles, later.whole], ["equal", 1, 130, true]);
  const { close } = firstOf(run.entries, "cycle");
  strictEqual((await replay(run, { compareFrom: close })).status, "diverged");
  strictEqual((await replay(run, { compareFrom: close + 1 })).status, "equal");
});

Deno.test("it goes no further than it was asked to", async () => {
  const run = await playedRun();
  const { status, cycles, whole, lastClose } = await replay(run, { until: run.plan.from + 10 * HOUR_MS });
  deepStrictEqual([status, cycles, whole, lastClose], ["equal", 10, false, START + 69 * HOUR_MS]);
});

Deno.test("a run that has not ended is played up to its last whole cycle", async () => {
  const run = await playedRun();
  const intent = run.entries.findIndex(({ kind }) => kind === "intent");
  const manifest = { ...run.manifest, status: "running", diary: null, metrics: null } as const;
  for (const count of [0, 1, intent, intent + 1, intent + 2]) {
    const { status, whole, cycles } = await replay({ ...run, manifest, lines: run.lines.slice(0, count) });
    const closed = run.entries.slice(0, count).filter(({ kind }) => kind === "cycle").length;
    deepStrictEqual([status, whole, cycles], ["equal", false, closed], String(count));
  }
});

Deno.test("a run that was stopped is played to where it was stopped, and no further", async () => {
  const run = await playedRun();
  const at = run.entries.findIndex((entry, seq) => seq > 30 && entry.kind === "cycle") + 1;
  const cut = retold(run, (all) => all.slice(0, at));
  const manifest = { ...cut.manifest, status: "interrupted", metrics: null } as const;
  const { status, whole, lines, lastHash } = await replay({ ...cut, manifest });
  deepStrictEqual([status, whole, lines, lastHash], ["equal", true, at, manifest.diary!.lastHash]);
});

Deno.test("a replay that somebody stops says so", async () => {
  const run = await playedRun();
  const stop = new AbortController();
  const onCycle = ({ close }: { readonly close: number }): void => {
    if (close >= run.plan.from + 20 * HOUR_MS) stop.abort();
  };
  const { status, cycles } = await replay(run, { signal: stop.signal, onCycle });
  deepStrictEqual([status, cycles], ["interrupted", 21]);
});

Deno.test("a finished run that lacks its end, or goes on after it, is another one", async () => {
  const run = await playedRun();
  const cut = retold(run, (all) => all.slice(0, -1));
  const shorter = await replay(cut);
  deepStrictEqual([shorter.divergence?.field, shorter.divergence?.recorded], ["", null]);
  const longer = await replay(retold(run, (all) => [...all, all.at(-1)!]));
  deepStrictEqual([longer.divergence?.field, longer.divergence?.replayed], ["", null]);
});

Deno.test("a line that does not follow from the one before is damage, and no divergence", async () => {
  const run = await playedRun();
  const lines = [...run.lines];
  const at = run.entries.findLastIndex(({ kind }) => kind === "cycle") - 20;
  lines[at] = lines[at].replace('"close":', '"close":1');
  const { status, divergence, fault } = await replay({ ...run, lines });
  deepStrictEqual([status, divergence], ["damaged", null]);
  match(fault!, /its hash does not follow/);
});

Deno.test("figures in run.json that the diary does not give are told", async () => {
  const run = await playedRun();
  const metrics = { ...run.manifest.metrics!, trades: run.manifest.metrics!.trades + 1 };
  const { status, divergence } = await replay({ ...run, manifest: { ...run.manifest, metrics } });
  deepStrictEqual([status, divergence?.entry, divergence?.field], ["diverged", "run.json", "metrics.trades"]);
  // Another version may not have known them all.
  const older = { ...run.manifest.metrics!, volumeUsd: undefined, winRate: null } as never;
  strictEqual((await replay({ ...run, manifest: { ...run.manifest, metrics: older } })).status, "equal");
});

Deno.test("a setting that this code tells otherwise is named", async () => {
  const run = await playedRun();
  const manifest = { ...run.manifest, key: "0".repeat(32), settings: { ...run.manifest.settings, seed: 2 } };
  const { divergence } = await replay({ ...run, manifest });
  deepStrictEqual([divergence?.cause, divergence?.field, divergence?.recorded], [
    "settings",
    "settings.seed",
    2,
  ]);
});
