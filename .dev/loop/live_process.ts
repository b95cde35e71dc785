/**
 * A run in a process of its own, on a clock that goes as fast as it is told: the loop, the queue of commands, the lock, a
 * diary on disk and the simulated exchange. `deno run live_process.ts FOLDER SPEED THINKS`.
 * @module
 */
import { interruptible } from "../../adapters/cli/interruptible.ts";
import { closeRun, openRun } from "../../adapters/jsonl_diary/mod.ts";
import { lockRun, RunQueue } from "../../adapters/run_queue/mod.ts";
import { SystemClock } from "../../adapters/system_clock/mod.ts";
import { DEFAULT_EXCHANGE, HistoricalMarketData, NoModel, SimulatedExchange } from "../../backtest/mod.ts";
import { InterruptedModel } from "../../backtest/interrupted_model.ts";
import { COIN, drawnMarket, MINUTE, START } from "../../backtest/testing/market.ts";
import {
  ALWAYS_IN_TIME,
  type ChatModel,
  createEngine,
  DIARY_SCHEMA,
  MANIFEST_SCHEMA,
  RISK_PROFILES,
  runLoop,
} from "../../engine/mod.ts";
import { AGENT } from "./thinking_agent.ts";

const [root, speed, thinks] = Deno.args;
const CANDLES = 2000;
const UNTIL = START + CANDLES * 5 * MINUTE;

const began = Date.now();
// Its pieces are short, since a millisecond here is many of the market's.
const clock = new SystemClock(() => START + 5 * MINUTE + (Date.now() - began) * Number(speed), 5);
/** A model that thinks until it is told to stop. */
const silent: ChatModel = {
  ask: (_, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) resolve({ status: "aborted" });
      signal.addEventListener("abort", () => resolve({ status: "aborted" }), { once: true });
    }),
};

const candles = Array.from({ length: CANDLES }, (_, index) => [index * 5, 100, 100.1, 99.9, 100] as const);
const market = drawnMarket({ instrument: COIN, candles: { "5m": candles } });
const marketData = new HistoricalMarketData(market, clock);
const exchange = new SimulatedExchange({ clock, marketData, instruments: [COIN] }, {
  ...DEFAULT_EXCHANGE,
  depositUsd: 10_000,
});
const run = await openRun(root, (id) => ({
  ...{ schema: MANIFEST_SCHEMA, id, mode: "paper", key: "process", agent: AGENT.name },
  ...{ settings: { assets: ["COIN"] }, codeRevision: "none", range: { from: START, until: UNTIL } },
  data: { source: "drawn", synthetic: true, files: [], gaps: 0 },
  ...{ started: new Date().toISOString(), ended: null, status: "running" as const, diary: null },
  ...{ metrics: null, benchmark: null, warnings: [] },
}), { durable: true });
const lock = await lockRun(run.folder.path);
const commands = new RunQueue(run.folder.path);
const end = await interruptible(async (signal) => {
  const chatModel = new InterruptedModel(thinks === "thinks" ? silent : new NoModel(), signal);
  const engine = createEngine({ clock, marketData, exchange, chatModel, commands, diary: run.diary }, {
    ...{ key: "process", agent: AGENT, instruments: [COIN], interval: "5m", seed: 1, detail: "trades" },
    profile: RISK_PROFILES.get("high")!,
    ...{ latencyMs: 0, takerFee: 0.00045, maxSlippageBps: 100 },
  });
  run.diary.append({ kind: "run", schema: DIARY_SCHEMA, key: "process" });
  const timeliness = { ...ALWAYS_IN_TIME, missedAfterMs: 4 * MINUTE };
  const from = clock.now() + 1;
  return await runLoop(engine, { from, until: UNTIL, graceMs: 0, timeliness, signal });
});
commands.close();
await closeRun(run, {
  status: end === "stopped" ? "finished" : "interrupted",
  ended: new Date().toISOString(),
});
lock.release();
console.log(end);
