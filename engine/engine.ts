import type { Agent } from "./agents/agent.ts";
import type { AssetFeeds } from "./indicators/candle_feed.ts";
import type { BasisTerms } from "./basis.ts";
import type { Instrument } from "./model/instrument.ts";
import type { Interval } from "./model/interval.ts";
import type { RiskProfile } from "./model/risk_profile.ts";
import type { TimeBounds } from "./model/time_bounds.ts";
import { RunState } from "./model/run_state.ts";
import type { Ports } from "./ports/mod.ts";
import { Calculator, createFeeds } from "./steps/calculate.ts";

/** What a run does, whatever it runs on. */
export interface RunSettings {
  /** Hash of agent, settings, assets and seed; names the run's orders. */
  readonly key: string;
  readonly agent: Agent;
  /** What it trades, in order. */
  readonly instruments: readonly Instrument[];
  /** The interval it decides on. */
  readonly interval: Interval;
  readonly profile: RiskProfile;
  readonly seed: number;
  /** From a decision to its arrival at the venue, ms; at least 1 on a simulated clock, 0 on a real one. */
  readonly latencyMs: number;
  /** What of a model's recorded latency passes on the clock: 1 or not given all of it, 2 twice as much, 0 nothing. */
  readonly modelLatency?: number | undefined;
  /** Taker fee the gate reckons with, as a fraction. */
  readonly takerFee: number;
  /** How far from the shown price an entry or close may fill, basis points: its worst price. */
  readonly maxSlippageBps: number;
  /** Not given: nothing is ever late, as on a simulated clock. */
  readonly bounds?: TimeBounds | undefined;
  /** Not given: candles and prices are of one market. */
  readonly basis?: BasisTerms | undefined;
  /** `full` keeps the whole observation of each cycle in the diary. */
  readonly detail: "trades" | "full";
}

/** A run in progress: its ports, its settings and what it knows. */
export interface Engine {
  readonly ports: Ports;
  readonly run: RunSettings;
  readonly state: RunState;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly assets: readonly AssetFeeds[];
  readonly calculator: Calculator;
}

/** Puts an engine together. Nothing happens before it is run. */
export function createEngine(ports: Ports, run: RunSettings): Engine {
  const instruments = new Map(run.instruments.map((instrument) => [instrument.symbol, instrument]));
  const assets = createFeeds([...instruments.keys()], run.interval, run.agent.needs);
  return {
    ports,
    run,
    state: new RunState(instruments),
    instruments,
    assets,
    calculator: new Calculator(assets, run.interval),
  };
}
