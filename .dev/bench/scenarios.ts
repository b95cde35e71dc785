/** The fixed works that speed is measured on; markets are seeded random walks, the same on every machine. */
import {
  type Agent,
  type CandleColumns,
  DAY_MS,
  type IndicatorSpec,
  type Instrument,
  type Interval,
  intervalMs,
  type RiskProfile,
} from "../../engine/mod.ts";
import bands from "./agents/bands.ts";
import smaCross from "./agents/sma_cross.ts";
import { randomWalk } from "./random_walk.ts";

/** One fixed work. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly agent: Agent;
  /** The module the agent is in, for a run of the whole program. */
  readonly agentFile: string;
  readonly interval: Interval;
  readonly assets: readonly string[];
  readonly days: number;
  /** The candles there are, and so the ones that orders settle on. */
  readonly candles: Interval;
}

/** Candles of one asset of a scenario. */
export interface ScenarioAsset {
  readonly instrument: Instrument;
  readonly columns: CandleColumns;
}

/** The first candle opens here: 2023-01-01 UTC, ms. */
export const START: number = Date.UTC(2023, 0, 1);
const SEED = 5;
const CROSS = { agent: smaCross, agentFile: "sma_cross.ts", interval: "1h" } as const;
const INSIDE = { agent: bands, agentFile: "bands.ts", interval: "15m" } as const;
const ONE = ["BTC"] as const;
const THREE = ["BTC", "ETH", "SOL"] as const;

/** All works, by the letters they go by. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "a",
    about: "6 months of 1m, SMA cross on 1h",
    days: 182.5,
    ...CROSS,
    assets: ONE,
    candles: "1m",
  },
  {
    name: "b",
    about: "6 months of 1m, bands with stop and target on 15m",
    days: 182.5,
    ...INSIDE,
    assets: ONE,
    candles: "1m",
  },
  {
    name: "c",
    about: "3 months of 1m of three assets, SMA cross on 1h",
    days: 90,
    ...CROSS,
    assets: THREE,
    candles: "1m",
  },
  {
    name: "d",
    about: "2 years of 1m, SMA cross on 1h",
    days: 730,
    ...CROSS,
    assets: ONE,
    candles: "1m",
  },
  {
    name: "f",
    about: "a year of 15m, bands with stop and target on 15m",
    days: 365,
    ...INSIDE,
    assets: ONE,
    candles: "15m",
  },
];

/** Limits that let the works trade as they are meant to. */
export const BENCH_PROFILE: RiskProfile = {
  name: "bench",
  maxMarginShare: 1,
  maxLeverage: 1,
  maxGrossLeverage: 2,
  defaultStopDistance: 0.9,
  maxStopDistance: 0.95,
  defaultTargetDistance: null,
  coolDownCandles: 0,
  dayLossHalt: null,
  drawdownHalt: null,
};

const WALKS: ReadonlyMap<string, { readonly price: number; readonly decimals: number }> = new Map([
  ["BTC", { price: 40_000, decimals: 1 }],
  ["ETH", { price: 2_500, decimals: 2 }],
  ["SOL", { price: 100, decimals: 3 }],
]);

/** What the agent of a work looks at, all of it on the interval it decides on. */
export function indicatorsOf({ agent }: Scenario): readonly IndicatorSpec[] {
  return agent.needs[0].indicators;
}

/** The candles of a work. */
export function marketOf(scenario: Scenario, instruments: readonly Instrument[]): readonly ScenarioAsset[] {
  const length = intervalMs(scenario.candles);
  const count = scenario.days * DAY_MS / length;
  return scenario.assets.map((symbol) => {
    const instrument = instruments.find((one) => one.symbol === symbol)!;
    const walk = { seed: SEED, name: `bench ${symbol}`, from: START, ...WALKS.get(symbol)! };
    return { instrument, columns: randomWalk(walk, count, length) };
  });
}
