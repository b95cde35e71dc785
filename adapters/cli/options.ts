/** What each command takes, and the reading of the values that were typed for it. */

import { type Interval, INTERVALS, isInterval, toMicro, type TypedParameter } from "../../engine/mod.ts";
import { readAgent, readParams } from "./agent_flags.ts";
import { unknownName, UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { formatTimeZ } from "./format.ts";
import { type ModelOptions, readModel } from "./model_flags.ts";
import { parsePeriod, PERIOD_FORMS } from "./period.ts";
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
export const RUN_SORTS = ["started", "return", "sharpe", "drawdown"] as const;

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

const FUNDINGS: readonly FundingChoice[] = ["on", "off", "binance"];
const DIARIES: readonly DiaryKind[] = ["trades", "full"];
/** Six times this, the widest gross of a profile, is still counted exactly in micro-USDC. */
const MAX_CAPITAL_USD = 1_000_000_000;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

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
    capitalUsd: readCapital(reader),
    seed: reader.wholeNumber("seed", 0),
    data: reader.has("data") ? reader.path("data") : null,
    source: reader.has("source") ? readSource(reader) : null,
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

function readRange(reader: FlagReader): { from: number; until: number | null } {
  const from = readPeriod(reader, "from").start;
  if (!reader.has("to")) return { from, until: null };
  const until = readPeriod(reader, "to").end;
  if (until > from) return { from, until };
  const [fromText, toText] = [reader.text("from"), reader.text("to")];
  throw new UsageError(
    `--to "${toText}" ends at ${formatTimeZ(until)}, --from "${fromText}" starts at ${formatTimeZ(from)}; ` +
      "wanted an end after the start",
    reader.command,
  );
}

function readPeriod(reader: FlagReader, flag: string): { start: number; end: number } {
  const period = parsePeriod(reader.text(flag));
  if (period === null) throw reader.wrong(flag, `a date like ${PERIOD_FORMS}`);
  return period;
}

function readAssets(reader: FlagReader, known: readonly string[] | undefined): string[] {
  const assets = reader.text("assets").split(",").map((asset) => asset.trim());
  if (assets.some((asset) => asset === "" || /\s/.test(asset))) {
    throw reader.wrong("assets", "symbols with a comma between them, like BTC,ETH");
  }
  const twice = assets.find((asset, index) => assets.indexOf(asset) !== index);
  if (twice !== undefined) throw reader.wrong("assets", `each symbol once; ${twice} stands there twice`);
  const typed = known === undefined ? undefined : assets.find((asset) => !known.includes(asset));
  if (typed === undefined || known === undefined) return assets;
  const remedy = lineToAdd(typed, known);
  throw unknownName({
    command: reader.command,
    what: "asset",
    typed,
    known,
    list: known.length <= 20,
    remedy,
  });
}

/** What makes a symbol known; null where it is none, or only written in another case than a known one. */
function lineToAdd(symbol: string, known: readonly string[]): string | null {
  const isOtherCase = known.some((name) => name.toLowerCase() === symbol.toLowerCase());
  if (isOtherCase || !/^[A-Za-z0-9]{1,20}$/.test(symbol)) return null;
  const tiers = '"marginTiers":[{"lowerBoundUsd":0,"maxLeverage":…}]';
  const line = `{"symbol":"${symbol}","szDecimals":…,"maxLeverage":…,${tiers}}`;
  return `to trade ${symbol} add ${line}, with the venue's figures, to fixtures/instruments.json`;
}

function readSource(reader: FlagReader): string {
  const typed = reader.text("source");
  if (/^[a-z0-9-]+$/.test(typed)) return typed;
  throw reader.wrong("source", "a name of small letters, digits and hyphens, like binance-perp");
}

function readInterval(reader: FlagReader): Interval {
  const typed = reader.text("interval");
  if (isInterval(typed)) return typed;
  throw unknownName({ command: reader.command, what: "interval", typed, known: INTERVALS, list: true });
}

function readRisk(reader: FlagReader, known: readonly string[]): RiskChoice {
  const typed = reader.text("risk");
  if (known.includes(typed)) return { kind: "profile", name: typed };
  if (typed.endsWith(".json")) return { kind: "file", path: typed };
  const also = "the path of your own, ending in .json";
  throw unknownName({ command: reader.command, what: "risk profile", typed, known, list: true, also });
}

function readCapital(reader: FlagReader): number {
  const typed = reader.text("capital");
  const value = Number(typed);
  const isRight = DECIMAL.test(typed) && value > 0 && value <= MAX_CAPITAL_USD && toMicro(value) > 0;
  if (isRight) return value;
  throw reader.wrong("capital", "an amount of USD above 0 and up to 1000000000, like 10000");
}
