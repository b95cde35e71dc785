/** What each command takes, and the reading of the values that were typed for it. */

import type { Interval, TypedParameter } from "../../engine/mod.ts";
import { readAgent, readParams } from "./agent_flags.ts";
import { unknownName } from "./errors.ts";
import { type ControlOptions, readControl } from "./control_flag.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { readAssets, readInterval, readMoney, readRange, readSource } from "./market_flags.ts";
import { type ModelOptions, readModel } from "./model_flags.ts";
import { type KnownModels, readSimulation, type SimulationOptions } from "./simulation_flags.ts";

/** The names that exist; main.ts knows them from the engine. */
export interface Known {
  readonly agents: readonly string[];
  readonly profiles: readonly string[];
  /** The market's assets, where they are known before the data is read. */
  readonly assets?: readonly string[];
  /** The models a venue can be simulated with, where they are known. */
  readonly models?: KnownModels;
}

/** A profile by name, or one of the user's in a file. */
export type RiskChoice =
  | { readonly kind: "profile"; readonly name: string }
  | { readonly kind: "file"; readonly path: string };

/** How much of every cycle the diary keeps. */
export type DiaryKind = "trades" | "full";

/** Which funding is paid: the recorded hourly one, none, or Binance's eight-hourly spread over its hours. */
export type FundingChoice = "on" | "off" | "binance";

/** What `backtest` was asked to do. */
export interface BacktestOptions {
  /** First moment, ms. */
  readonly from: number;
  /** Exclusive end, ms; null: as far as the data goes. */
  readonly until: number | null;
  readonly assets: readonly string[];
  readonly interval: Interval;
  /** The name of a built-in agent, or the path of another. */
  readonly agent: string;
  readonly params: readonly TypedParameter[];
  /** Null where no model is asked. */
  readonly model: ModelOptions | null;
  readonly risk: RiskChoice;
  readonly capitalUsd: number;
  readonly seed: number;
  /** Folder with the user's candles; null: the fixtures. */
  readonly data: string | null;
  /** Paths of the files of it that alone are read; not given: whatever serves. */
  readonly only?: ReadonlySet<string>;
  /** Whose candles, such as `bybit-perp`; null: the first source that has every asset. */
  readonly source: string | null;
  readonly funding: FundingChoice;
  readonly simulation: SimulationOptions;
  /** Leave damaged rows out and count them; else a damaged file is refused. */
  readonly skipBadRows: boolean;
  readonly diary: DiaryKind;
  readonly runs: string;
  readonly json: boolean;
  readonly progress: boolean;
  /** Whether buy and hold is run beside it. */
  readonly benchmark: boolean;
  /** Also the figures that the summary has no room for, and tables by asset, side and month. */
  readonly detail: boolean;
  readonly debug: boolean;
  /** Which of several answers to the same questions a model gives; not given: the first. */
  readonly sample?: number;
  /** Not given: the market as it was recorded. */
  readonly control?: ControlOptions;
  /** Where lists were typed, each of the runs they make; not given: this one alone. */
  readonly members?: readonly BacktestOptions[];
  /** On how many cores a family is played; not given: on all. */
  readonly cores?: number;
}

/** What is asked of whoever decides. */
export interface DecidingOptions extends
  Pick<
    BacktestOptions,
    "agent" | "params" | "model" | "interval" | "seed" | "assets" | "risk" | "control" | "sample"
  > {
  /** Whether every entry has the venue's smallest size; not given: the size that is asked for. */
  readonly smallest?: boolean;
}

/** What the flags of `backtest` are when they are not typed. */
export const DEFAULTS = {
  from: "2024-01",
  assets: "BTC,ETH,SOL",
  interval: "15m",
  agent: "trend",
  risk: "conservative",
  capital: "10000",
  seed: "1",
  funding: "on",
  diary: "trades",
  runs: "runs",
} as const;

/** What a list of runs can be sorted by. */
const RUN_SORTS = ["started", "return", "sharpe", "drawdown"] as const;

/** One of {@link RUN_SORTS}. */
export type RunSort = typeof RUN_SORTS[number];

/** What `runs` was asked to do. */
export interface RunsOptions {
  readonly sort: RunSort;
  readonly limit: number;
  readonly runs: string;
  readonly json: boolean;
  readonly debug: boolean;
}

/** What funding can be. */
export const FUNDINGS: readonly FundingChoice[] = ["on", "off", "binance"];
const DIARIES: readonly DiaryKind[] = ["trades", "full"];

/** Checks the flags of `backtest`, or of a command like it; the first that cannot be right is thrown as a UsageError. */
export function readBacktestOptions(flags: RawFlags, known: Known, command = "backtest"): BacktestOptions {
  const reader = new FlagReader(command, flags);
  const { from, until } = readRange(reader);
  const agent = readAgent(reader, known.agents);
  return {
    from,
    until,
    assets: readAssets(reader, known.assets),
    interval: readInterval(reader),
    agent,
    params: readParams(reader, agent),
    model: readModel(reader, agent),
    risk: readRisk(reader, known.profiles),
    capitalUsd: readMoney(reader, "capital"),
    seed: reader.wholeNumber("seed", 0),
    data: reader.has("data") ? reader.path("data") : null,
    source: readSource(reader),
    funding: reader.oneOf("funding", "kind of funding", FUNDINGS),
    simulation: readSimulation(reader, known.models),
    skipBadRows: reader.isOn("skipBadRows"),
    diary: reader.oneOf("diary", "kind of diary", DIARIES),
    runs: reader.path("runs"),
    json: reader.isOn("json"),
    progress: reader.isOn("progress"),
    benchmark: reader.isOn("benchmark"),
    detail: reader.isOn("detail"),
    debug: reader.isOn("debug"),
    ...readControl(reader, known),
    ...(reader.has("cores") ? { cores: reader.wholeNumber("cores", 1) } : {}),
  };
}

/** Checks the flags of `runs`; the first that cannot be right is thrown as a UsageError. */
export function readRunsOptions(flags: RawFlags): RunsOptions {
  const reader = new FlagReader("runs", flags);
  return {
    sort: reader.oneOf("sort", "order", RUN_SORTS),
    limit: reader.wholeNumber("limit", 1),
    runs: reader.path("runs"),
    json: reader.isOn("json"),
    debug: reader.isOn("debug"),
  };
}

/** A profile by name, or the path of one. */
export function readRisk(reader: FlagReader, known: readonly string[]): RiskChoice {
  const typed = reader.text("risk");
  if (known.includes(typed)) return { kind: "profile", name: typed };
  if (typed.endsWith(".json")) return { kind: "file", path: typed };
  const also = "the path of your own, ending in .json";
  throw unknownName({ command: reader.command, what: "risk profile", typed, known, list: true, also });
}
