import { notStrictEqual, strictEqual } from "node:assert/strict";
import { AGENTS, type ModelManifest, RISK_PROFILES } from "../engine/mod.ts";
import { backtestSettings, manifestDraft, type ModelChoice, type PlayedChoice } from "./backtest_settings.ts";
import { DEFAULT_SIMULATION } from "./simulation_choice.ts";
import { COIN, DIME, START } from "./testing/market.ts";

const CARD: Omit<ModelManifest, "memory"> = {
  provider: "scripted",
  model: "scripted-1",
  answers: "replay",
  host: null,
  cutoff: null,
  blind: false,
  price: null,
  tableSha256: "0".repeat(64),
};
const MODEL: ModelChoice = { latency: 1, cap: { unit: "tokens", limit: 1000 }, card: CARD };
const CHOICE: PlayedChoice = {
  agent: AGENTS.get("trend")!,
  chosen: RISK_PROFILES.get("conservative")!,
  instruments: [COIN, DIME],
  interval: "15m",
  capitalUsd: 10_000,
  seed: 1,
  detail: "trades",
  funding: "on",
  model: MODEL,
};

function keyOf(given: Partial<PlayedChoice> = {}): string {
  return backtestSettings({ ...CHOICE, ...given }).key;
}

Deno.test("whatever can change a decision or a fill makes another key", () => {
  const { model: _model, ...withoutModel } = CHOICE;
  const simulated = (given: Partial<typeof DEFAULT_SIMULATION>): Partial<PlayedChoice> => ({
    simulation: { ...DEFAULT_SIMULATION, ...given },
  });
  const keys = [
    keyOf(),
    backtestSettings(withoutModel).key,
    ...([
      { agent: AGENTS.get("random")! },
      { agent: { ...CHOICE.agent, parameters: { fast: 5 } } },
      { chosen: RISK_PROFILES.get("high")! },
      { chosen: { ...CHOICE.chosen, coolDownCandles: 4 } },
      { instruments: [COIN] },
      { instruments: [DIME, COIN] },
      { interval: "1h" },
      { capitalUsd: 10_001 },
      { seed: 2 },
      { funding: "off" },
      { model: { ...MODEL, latency: 2 } },
      { model: { ...MODEL, cap: null } },
      { model: { ...MODEL, cap: { unit: "tokens", limit: 1001 } } },
      simulated({ slippage: "none" }),
      simulated({ latencyMs: 2 }),
      simulated({ path: "ohlc" }),
      simulated({ fees: "tier:1" }),
      simulated({ partialFills: 0.1 }),
      simulated({ maxSlippageBps: 50 }),
    ] satisfies Partial<PlayedChoice>[]).map(keyOf),
  ];
  keys.forEach((key, place) => strictEqual(keys.indexOf(key), place, `the key of ${place} is its own`));
});

Deno.test("what changes neither is not in the key: the diary's detail, and where answers come from", () => {
  strictEqual(keyOf({ detail: "full" }), keyOf());
  strictEqual(keyOf({ simulation: DEFAULT_SIMULATION }), keyOf());
  strictEqual(
    keyOf({ model: { ...MODEL, card: { ...CARD, answers: "auto", host: "example.org" } } }),
    keyOf(),
  );
});

Deno.test("an agent's own profile goes before the chosen one, in the run and in its key", () => {
  const agent = AGENTS.get("buy-and-hold")!;
  strictEqual(backtestSettings({ ...CHOICE, agent }).profile.name, "buy-and-hold");
  strictEqual(keyOf({ agent, chosen: RISK_PROFILES.get("high")! }), keyOf({ agent }));
  notStrictEqual(keyOf({ agent }), keyOf());
});

Deno.test("the manifest has the key of the run, made of the settings that stand in it", () => {
  const draft = manifestDraft(CHOICE, {
    id: "00000000",
    mode: "backtest",
    codeRevision: "",
    data: { source: "drawn", synthetic: true, files: [], gaps: 0 },
    range: { from: START, until: START + 1 },
    started: "",
  });
  strictEqual(draft.key, keyOf());
  strictEqual(draft.settings.seed, 1);
  strictEqual(draft.model?.memory.grade, "CONTAMINATED");
});
