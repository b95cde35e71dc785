import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { AGENTS, RISK_PROFILES, runKey } from "../../engine/mod.ts";
import { type BacktestChoice, keySettings } from "../backtest_settings.ts";
import { DEFAULT_SIMULATION } from "../simulation_choice.ts";
import { COIN } from "../testing/market.ts";
import { type PaperAsked, paperChoice } from "./paper_choice.ts";

const ASKED: PaperAsked = {
  player: { agent: AGENTS.get("trend")!, isolate: null },
  profile: RISK_PROFILES.get("high")!,
  instruments: [COIN],
  interval: "15m",
  capitalUsd: 5_000,
  seed: 4,
  diary: "full",
  simulation: DEFAULT_SIMULATION,
  isSimulatedTime: true,
};

Deno.test("on the time of a served market it is the backtest's choice, with the backtest's key", () => {
  const choice = paperChoice(ASKED);
  strictEqual(choice.agent, ASKED.player.agent);
  deepStrictEqual(choice.simulation, DEFAULT_SIMULATION);
  const backtest: BacktestChoice = {
    agent: AGENTS.get("trend")!,
    chosen: RISK_PROFILES.get("high")!,
    instruments: [COIN],
    interval: "15m",
    capitalUsd: 5_000,
    seed: 4,
    detail: "trades",
    funding: "on",
  };
  strictEqual(runKey(keySettings(choice)), runKey(keySettings(backtest)));
});

Deno.test("on the system's time an order takes what it takes, unless another latency was asked for", () => {
  strictEqual(paperChoice({ ...ASKED, isSimulatedTime: false }).simulation!.latencyMs, 0);
  const simulation = { ...DEFAULT_SIMULATION, latencyMs: 250 };
  strictEqual(paperChoice({ ...ASKED, simulation, isSimulatedTime: false }).simulation!.latencyMs, 250);
});
