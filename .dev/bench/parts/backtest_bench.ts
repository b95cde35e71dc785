/**
 * Speed of a backtest's parts on the shipped synthetic market: reading it, resampling it, and a month of cycles
 * of each agent, six steps, gate and diary included.
 * @module
 */
import { loadInstruments, loadMarket, NO_CACHE } from "../../../adapters/candle_store/mod.ts";
import { MemoryDiary, RecordedMarket, runBacktest } from "../../../backtest/mod.ts";
import { type Agent, AGENTS, RISK_PROFILES } from "../../../engine/mod.ts";

const FIXTURES = new URL("../../../fixtures", import.meta.url).pathname;
const instruments = loadInstruments(`${FIXTURES}/instruments.json`);
const request = {
  folder: FIXTURES,
  instruments,
  interval: "15m",
  alsoIntervals: ["4h"],
  source: null,
  funding: "on",
  skipBadRows: false,
  cache: NO_CACHE,
} as const;
const loaded = loadMarket(request);
const market = new RecordedMarket(loaded.assets);
const from = Date.UTC(2024, 4, 1);
const until = Date.UTC(2024, 5, 1);

async function month(agent: Agent): Promise<void> {
  const profile = RISK_PROFILES.get("conservative")!;
  const choice = {
    agent,
    chosen: profile,
    instruments,
    interval: "15m",
    capitalUsd: 10_000,
    seed: 1,
    detail: "trades",
    funding: "on",
  } as const;
  const watch = { kept: new MemoryDiary(), signal: new AbortController().signal };
  await runBacktest({ choice, market, from, until }, watch);
}

Deno.bench("read the synthetic market (600,000 candles)", () => {
  loadMarket(request);
});

Deno.bench("resample a year of three assets, 5m to 15m and 4h", () => {
  const fresh = new RecordedMarket(loaded.assets);
  for (const history of fresh.assets.values()) {
    history.series("15m");
    history.series("4h");
  }
});

for (const agent of AGENTS.values()) {
  Deno.bench({
    name: `a month of 15m cycles (2,976), three assets, ${agent.name}`,
    group: "month",
    n: 10,
    warmup: 3,
    fn: async () => {
      await month(agent);
    },
  });
}
