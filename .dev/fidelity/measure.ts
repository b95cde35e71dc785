import { loadInstruments, loadMarket, NO_CACHE } from "../../adapters/candle_store/mod.ts";
import { rangeOf, RecordedMarket, runBacktest } from "../../backtest/mod.ts";
import {
  type Agent,
  AGENTS,
  type Instrument,
  intervalsOf,
  type Metrics,
  RISK_PROFILES,
} from "../../engine/mod.ts";
import { recordingsFolder } from "../recordings.ts";
import { type Choice, CHOICES } from "./choices.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const FIXTURES = `${ROOT}fixtures`;
const ASSETS = ["BTC", "ETH", "SOL"];
const INTERVAL = "15m";
/** January to June 2024. */
const FROM = Date.UTC(2024, 0, 1);
const UNTIL = Date.UTC(2024, 6, 1);

/** What came of one choice. */
export interface Row {
  readonly choice: Choice;
  readonly metrics: Metrics;
}

/** What came of all choices, for one agent. */
export interface Measured {
  readonly agent: string;
  /** Where the candles are from. */
  readonly source: string;
  readonly rows: readonly Row[];
}

/** Runs trend and mean-reversion under every choice, on recordings where there are any, else on the synthetic market. */
export async function measureAll(): Promise<readonly Measured[]> {
  const folder = recordingsFolder() ?? FIXTURES;
  const known = loadInstruments(`${FIXTURES}/instruments.json`);
  const instruments = ASSETS.map((asset) => known.find(({ symbol }) => symbol === asset)!);
  const measured: Measured[] = [];
  for (const name of ["trend", "mean-reversion"]) {
    measured.push(await measureAgent(AGENTS.get(name)!, folder, instruments));
  }
  return measured;
}

async function measureAgent(
  agent: Agent,
  folder: string,
  instruments: readonly Instrument[],
): Promise<Measured> {
  const rows: Row[] = [];
  let source = "";
  for (const choice of CHOICES) {
    const loaded = loadMarket({
      folder,
      instruments,
      interval: INTERVAL,
      source: null,
      alsoIntervals: intervalsOf(agent, INTERVAL),
      funding: choice.funding,
      skipBadRows: false,
      cache: NO_CACHE,
    });
    source = loaded.source;
    const market = new RecordedMarket(loaded.assets, INTERVAL);
    market.prepare(intervalsOf(agent, INTERVAL));
    const range = rangeOf(market, { from: FROM, until: UNTIL, interval: INTERVAL })!;
    const { metrics } = await runBacktest({
      ...range,
      market,
      choice: { ...usual(agent, instruments), simulation: choice.simulation, funding: choice.funding },
    }, { signal: new AbortController().signal });
    rows.push({ choice, metrics });
  }
  return { agent: agent.name, source, rows };
}

function usual(agent: Agent, instruments: readonly Instrument[]) {
  const chosen = RISK_PROFILES.get("conservative")!;
  return {
    agent,
    chosen,
    instruments,
    interval: INTERVAL,
    capitalUsd: 10_000,
    seed: 1,
    detail: "trades",
  } as const;
}
