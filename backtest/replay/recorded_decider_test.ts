import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  type Agent,
  AGENTS,
  CHAIN_START,
  type CycleEntry,
  type DiaryEntry,
  readLine,
  RISK_PROFILES,
} from "../../engine/mod.ts";
import type { BacktestChoice } from "../backtest_settings.ts";
import { MemoryDiary } from "../memory_diary.ts";
import { playBacktest } from "../play_backtest.ts";
import { DEFAULT_SIMULATION } from "../simulation_choice.ts";
import { decidingAsRecorded, NO_EFFECT } from "./recorded_decider.ts";
import { RecordedDecisions } from "./recorded_decisions.ts";
import { CROSS, type PlayedRun, playedRun, waves } from "./testing/played_run.ts";

const NEVER = new AbortController().signal;

function decisionsOf({ lines }: Pick<PlayedRun, "lines">): RecordedDecisions {
  const recorded = new RecordedDecisions();
  let end = { seq: 0, hash: CHAIN_START };
  for (const text of lines) {
    const line = readLine(text, end);
    recorded.add(line);
    end = { seq: line.seq + 1, hash: line.hash };
  }
  return recorded;
}

/** The decisions of a run under other rules. */
async function openLoop(run: PlayedRun, changes: Partial<BacktestChoice> = {}) {
  const player = decidingAsRecorded({ agent: run.plan.choice.agent }, decisionsOf(run));
  const kept = new MemoryDiary();
  const choice = { ...run.plan.choice, ...changes, decisionsFrom: player.decisionsFrom };
  const chatModel = () => player.chatModel();
  const { metrics } = await playBacktest(player, { ...run.plan, choice, chatModel }, { kept, signal: NEVER });
  return { metrics, entries: kept.entries, count: player.count() };
}

const cyclesIn = (entries: readonly DiaryEntry[]) =>
  entries.filter((entry): entry is CycleEntry => entry.kind === "cycle");
/** What does not hang on the names of orders: those are of the key, and the agent sees them. */
const course = (entries: readonly DiaryEntry[]) =>
  cyclesIn(entries).map(({ close, equityUsd, balanceUsd, memory, fills }) => ({
    ...{ close, equityUsd, balanceUsd, memory },
    fills: fills?.map(({ clientOrderId: _id, ...fill }) => fill),
  }));

Deno.test("the recorded decisions under the same rules come to the same, for each agent", async () => {
  for (const agent of [CROSS, ...AGENTS.values()]) {
    const run = await playedRun(agent);
    const again = await openLoop(run);
    const decided = run.entries.flatMap((entry) => entry.kind === "cycle" ? entry.decisions ?? [] : []);
    deepStrictEqual(again.count, { decisions: decided.length, noEffect: 0 }, agent.name);
    deepStrictEqual(course(again.entries), course(run.entries), agent.name);
    // The other two look at four-hour candles, of which there are too few.
    strictEqual(decided.length > 0, ["cross", "buy-and-hold", "random"].includes(agent.name), agent.name);
  }
});

Deno.test("under other fees and slippage the same decisions cost something else, and none is lost", async () => {
  const run = await playedRun();
  const simulation = { ...DEFAULT_SIMULATION, fees: "maker:0,taker:0", slippage: "none" };
  const free = await openLoop(run, { simulation });
  strictEqual(free.metrics.feesUsd, 0);
  ok(run.manifest.metrics!.feesUsd > 0);
  deepStrictEqual([free.metrics.trades, free.count.noEffect], [run.manifest.metrics!.trades, 0]);
});

Deno.test("a decision on what is held otherwise now is kept as one without effect, and counted", async () => {
  const run = await playedRun();
  const chosen = { ...RISK_PROFILES.get("conservative")!, defaultStopDistance: 0.002, name: "tight" };
  const tight = await openLoop(run, { chosen });
  ok(tight.count.noEffect > 0);
  const told = cyclesIn(tight.entries).flatMap(({ rationales }) => Object.values(rationales ?? {}))
    .filter((text) => text.startsWith(NO_EFFECT));
  strictEqual(told.length, tight.count.noEffect);
  match(told[0], /^no effect: close was decided on a long position$/);
  // The gate is not asked about them.
  const refused = cyclesIn(tight.entries).flatMap(({ decisions }) => decisions ?? [])
    .filter(({ refusal }) => refusal?.code === "no-position");
  strictEqual(refused.length, 0);
});

Deno.test("what the gate refused then it may let pass under another profile", async () => {
  const run = await playedRun();
  ok(run.manifest.metrics!.refusals > 0);
  const conservative = RISK_PROFILES.get("conservative")!;
  const wide = { ...conservative, maxMarginShare: 1, maxGrossLeverage: 10, coolDownCandles: 0, name: "wide" };
  const { metrics } = await openLoop(run, { chosen: wide });
  ok(metrics.refusals < run.manifest.metrics!.refusals);
});

/** Asks, and buys or closes by turns. */
const ASKING: Agent = {
  ...CROSS,
  name: "asking",
  async decide({ close, assets }, { model, signal }) {
    const parameters = { maxTokens: 1, temperature: null, reasoningEffort: null, options: {} };
    const base = { provider: "p", model: "m", parameters, tools: [], responseSchema: null, sample: 0 };
    await model.ask({ ...base, messages: [{ role: "user", text: `at ${close}` }] }, signal);
    return {
      decisions: assets.map(({ asset, position }) =>
        position === null
          ? { asset, action: "buy" as const, allocationUsd: 500, rationale: "up" }
          : { asset, action: "close" as const, rationale: "down" }
      ),
      summary: `asked at ${close}`,
    };
  },
};

Deno.test("the time that a model took passes again, or as much of it as is asked for", async () => {
  const tokens = { fresh: 1, cacheRead: 0, cacheWrite: 0, output: 1 };
  const took = { tokens, costUsd: 0.5, latencyMs: 60_000 };
  const answer = {
    status: "answered",
    text: "",
    toolCalls: [],
    finish: "stop",
    servedModel: null,
    raw: null,
  } as const;
  const chatModel = () => ({ ask: () => Promise.resolve({ ...answer, ...took }) });
  const run = await playedRun(ASKING, { chatModel, candles: waves() });
  const again = await openLoop(run);
  deepStrictEqual(course(again.entries), course(run.entries));
  strictEqual(run.manifest.metrics!.model!.costUsd, 0.5 * 140);
  strictEqual(again.metrics.model!.costUsd, 0);
  const [first] = cyclesIn(again.entries);
  strictEqual(first.summary, `asked at ${first.close}`);

  const card = {} as never;
  const hurried = await openLoop(run, { model: { latency: 0, cap: null, card } });
  const timesOf = (entries: readonly DiaryEntry[]) =>
    cyclesIn(entries).flatMap(({ fills = [] }) => fills).map(({ time }) => time);
  ok(timesOf(again.entries)[0] - timesOf(hurried.entries)[0] === 60_000);
});
