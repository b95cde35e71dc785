/** What `sweep` was asked to do: the flags, and the reading of what was typed for them. */

import { INTERVALS } from "../../../engine/mod.ts";
import { quote, UsageError } from "../errors.ts";
import { FlagReader, type RawFlags } from "../flag_reader.ts";
import { type CommandHelp, DEBUG, type Flag, PERMISSIONS_NOTE } from "../help.ts";
import { type BacktestOptions, DEFAULTS, type Known, readBacktestOptions } from "../options.ts";
import { PERIOD_FORMS } from "../period.ts";
import { type Axis, axisOf, parameterAxes, SWEEP } from "./axis.ts";
import { type Draw, LIST, type Point, sweepSpace } from "./sweep_space.ts";
import { readSpec } from "./sweep_spec.ts";
import { NO_QUEUE, QUEUE_FLAGS, type QueueChoice, readQueue } from "./queue_flags.ts";

/** How long the settings are chosen on, and how long what was chosen is then tried, ms. */
export interface WalkForward {
  readonly trainMs: number;
  readonly testMs: number;
}

/** What a sweep may take in one go; null: anything. */
export type Budget = { readonly runs: number } | { readonly minutes: number } | null;

/** What `sweep` was asked to do. */
export interface SweepOptions {
  /** A sweep to go on with; null: a new one. */
  readonly resume: string | null;
  /** All that was typed, in file and flags: what a resumed sweep is made of again. */
  readonly flags: RawFlags;
  readonly points: number;
  optionsAt(place: number): BacktestOptions;
  pointAt(place: number): Point;
  /** Places at which each value of each axis stands at least once: what is looked at before the first run. */
  readonly probes: readonly number[];
  readonly walkForward: WalkForward | null;
  readonly budget: Budget;
  readonly queue: QueueChoice;
  /** Whether diaries come back over the queue. */
  readonly diaries: boolean;
  /** Only says what it would cost. */
  readonly dryRun: boolean;
  readonly cores: number | null;
  readonly runs: string;
  readonly json: boolean;
  readonly progress: boolean;
  readonly debug: boolean;
}

const DAY_MS = 86_400_000;
const VARYING: readonly Flag[] = [
  { flags: "--agent <names>", text: "who decides; default: trend", many: true },
  {
    flags: "--param <name=values>",
    text: "of your own agent: fast=10..40:5, or slow=50,100; one flag each",
    many: true,
  },
  { flags: "--model <names>", text: "for --agent llm, from recorded answers alone", many: true },
  { flags: "--prompt <files>", text: "templates for --agent llm", many: true },
  { flags: "--risk <profiles>", text: "names or .json files; default: conservative", many: true },
  {
    flags: "--assets <symbols>",
    text: "a set with commas; more sets: the flag again; default: BTC,ETH,SOL",
    many: true,
  },
  { flags: "--interval <lengths>", text: `${INTERVALS.join(", ")}; default: 15m`, many: true },
  { flags: "--window <from..to>", text: "like 2024-01..2024-03, in place of --from and --to", many: true },
  { flags: "--slippage <models>", text: "none, bps:N, impact; default: bps:2", many: true },
  { flags: "--latency <times>", text: "zero, fixed:MS; with llm recorded, xN; default: zero", many: true },
  { flags: "--seed <numbers>", text: "like 1..20; default: 1", many: true },
];
const FIXED: readonly Flag[] = [
  { flags: "--from <when>", text: `first moment, UTC: ${PERIOD_FORMS}; default: ${DEFAULTS.from}` },
  { flags: "--to <when>", text: "last period, included; default: the end of the data" },
  { flags: "--capital <usd>", text: "default: 10000" },
  { flags: "--data <folder>", text: "folder with your own candles; default: the synthetic market" },
  { flags: "--source <name>", text: "whose candles, like bybit-perp" },
  { flags: "--funding <kind>", text: "on, off, binance; default: on" },
  { flags: "--fees <rates>", text: "tier:0 to tier:6, or maker:X,taker:Y; default: tier:0" },
  { flags: "--path <order>", text: "pessimistic or ohlc; default: pessimistic" },
  { flags: "--partial-fills <share>", text: "share of a candle's volume; default: off" },
  { flags: "--max-slippage-bps <N>", text: "default: 100" },
  { flags: "--cassettes <folder>", text: "recorded answers of models; default: .cassettes" },
  { flags: "--models <file>", text: "your table of prices and cutoffs" },
  { flags: "--diary <kind>", text: "trades or full; default: trades" },
];
const SWITCHES: readonly Flag[] = [
  { flags: "--blind", text: "other names, dates and prices for the model" },
  { flags: "--skip-bad-rows", text: "leave damaged rows out and count them" },
  { flags: "--benchmark", text: "also run buy and hold beside each: up to twice the time" },
];
const OWN: readonly Flag[] = [
  { flags: "--sample <number>", text: "draw so many of all combinations by lot" },
  { flags: "--sample-seed <number>", text: "where the lots begin; default: 1" },
  {
    flags: "--walk-forward <lengths>",
    text: "train=90d,test=30d: choose on train, then try what was chosen on test",
  },
  { flags: "--budget <limit>", text: "200runs or 30min in this go, in an order by lot; --resume goes on" },
];
const NAMES = (flags: readonly Flag[]): string[] => flags.map(({ flags }) => /^--([\w-]+)/.exec(flags)![1]);
const FIELDS = {
  many: NAMES(VARYING).filter((name) => name !== "param"),
  one: NAMES([...FIXED, ...OWN]),
  switches: NAMES(SWITCHES),
};

/** The help of `sweep`. */
export function sweepHelp(): CommandHelp {
  return {
    name: SWEEP,
    summary: "play many backtests: a grid, a sample or a list, on all cores or many machines",
    words: "[SPEC.json]",
    description:
      "Plays every combination of what varies, each the same backtest as ever, as one family; says before what\n" +
      "that costs. Runs are ranked by their Sharpe ratio with what many tries do to it taken off.",
    flags: [
      ...VARYING,
      ...OWN,
      ...FIXED,
      ...SWITCHES,
      {
        flags: "--resume <sweep>",
        text: "go on with one that was cut short: its id, the beginning of it, or last",
      },
      { flags: "--dry-run", text: "only say what it would cost" },
      ...QUEUE_FLAGS,
      { flags: "--diaries", text: "over a queue: fetch the diaries too" },
      { flags: "--cores <number>", text: "on how many it is played; default: all there are" },
      { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where runs are kept" },
      { flags: "--json", text: "print the result as JSON and nothing else" },
      { flags: "--no-progress", text: "no progress line" },
      DEBUG,
    ],
    after: `
Examples:
  deno task sweep --agent ./mine.ts --param fast=10..40:5 --param slow=50,100 --from 2024-01
  deno task sweep --agent random --seed 1..100 --from 2024-01 --to 2024-01
  deno task sweep SPEC.json --walk-forward train=90d,test=30d
  deno task sweep --resume last

SPEC.json says the same: {"agent": "./mine.ts", "param": {"fast": "10..40:5", "slow": [50, 100]}};
"list": [{"agent": "trend", "risk": "high"}, …] names whole points. What is typed goes before it.
${PERMISSIONS_NOTE}`,
  };
}

/** Checks the words and flags of `sweep`; the first that cannot be right is thrown as a UsageError. */
export function readSweepOptions(typed: RawFlags, words: readonly string[], known: Known): SweepOptions {
  if (words.length > 1) throw new UsageError(`"${words[1]}" is one file too many; wanted one`, SWEEP);
  const spec = words.length === 0 ? {} : readSpec(words[0], FIELDS);
  return sweepOf({ ...spec, ...dropUntyped(typed) }, known);
}

/** A sweep by all that was typed for it once, and by what is typed when it goes on. */
export function resumedSweep(flags: RawFlags, now: SweepOptions, known: Known): SweepOptions {
  const { runs, cores, json, progress, debug, budget, queue, diaries, dryRun, resume } = now;
  return {
    ...sweepOf(flags, known),
    runs,
    cores,
    json,
    progress,
    debug,
    budget,
    queue,
    diaries,
    dryRun,
    resume,
  };
}

function sweepOf(flags: RawFlags, known: Known): SweepOptions {
  const reader = new FlagReader(SWEEP, flags);
  const resume = reader.has("resume") ? reader.path("resume") : null;
  const budget = readBudget(reader);
  const walkForward = readWalkForward(reader);
  if (resume !== null) refuseBesideResume(flags);
  const axes = resume === null ? axesOf(reader) : [];
  if (walkForward !== null && axes.some(({ name }) => name === "window")) {
    throw new UsageError("--window and --walk-forward stand there both; wanted one of them", SWEEP);
  }
  const { space, probes } = spaceOf(flags, axes, drawOf(reader, budget));
  const optionsAt = (place: number): BacktestOptions =>
    readBacktestOptions(space.flagsAt(place), known, SWEEP);
  for (const place of probes) optionsAt(place);
  return {
    ...{
      resume,
      flags,
      points: space.points,
      optionsAt,
      pointAt: space.pointAt,
      probes,
      walkForward,
      budget,
    },
    queue: reader.has("queue") ? readQueue(reader) : NO_QUEUE,
    diaries: reader.isOn("diaries"),
    dryRun: reader.isOn("dryRun"),
    cores: reader.has("cores") ? reader.wholeNumber("cores", 1) : null,
    runs: reader.path("runs"),
    json: reader.isOn("json"),
    progress: reader.isOn("progress"),
    debug: reader.isOn("debug"),
  };
}

/** A sweep that goes on is what it was. */
function refuseBesideResume(flags: RawFlags): void {
  const names = ["param", LIST, ...FIELDS.many, ...FIELDS.one, ...FIELDS.switches].filter((name) =>
    name !== "budget"
  );
  const typed = names.find((name) => flags[camel(name)] !== undefined);
  if (typed === undefined) return;
  throw new UsageError(
    `--${typed} means nothing beside --resume: a sweep that goes on is what it was`,
    SWEEP,
  );
}

/** The flags that were typed: commander gives every switch of the `--no-` kind and each default too. */
function dropUntyped(flags: RawFlags): RawFlags {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}

const ORDER = [
  "agent",
  "model",
  "prompt",
  "risk",
  "assets",
  "interval",
  "window",
  "slippage",
  "latency",
  "seed",
];

function axesOf(reader: FlagReader): Axis[] {
  const list = reader.list(LIST);
  const axes = ORDER.filter((name) => reader.has(name)).map((name) => {
    const kind = name === "seed" ? "numbers" : name === "assets" ? "whole" : "words";
    const axis = axisOf(name, reader.list(name), kind);
    if (name === "window") axis.values.forEach(refuseOpenWindow);
    return axis;
  });
  const parameters = parameterAxes(reader.list("param"));
  const at = axes.findIndex(({ name }) => ["slippage", "latency", "seed"].includes(name));
  const before = at < 0 ? axes : axes.slice(0, at);
  const after = at < 0 ? [] : axes.slice(at);
  return [
    ...before,
    ...parameters,
    ...after,
    ...(list.length === 0 ? [] : [{ name: LIST, isParameter: false, values: list }]),
  ];
}

function refuseOpenWindow(typed: string): void {
  if (typed.split("..").length === 2 && typed.split("..").every((part) => part !== "")) return;
  throw new UsageError(
    `--window ${quote(typed)} cannot be right; wanted FROM..TO, like 2024-01..2024-03`,
    SWEEP,
  );
}

function spaceOf(flags: RawFlags, axes: readonly Axis[], draw: Draw | null) {
  const fixedNames = [...FIELDS.one, ...FIELDS.switches].map(camel);
  const own = NAMES(OWN).map(camel);
  const given = Object.entries(flags).filter(([name]) => fixedNames.includes(name) && !own.includes(name));
  const fixed: RawFlags = {
    ...DEFAULTS,
    benchmark: false,
    progress: false,
    ...Object.fromEntries(given),
    runs: flags.runs,
  };
  const space = sweepSpace(fixed, axes, draw);
  return { space, probes: probesOf(space.points, space.pointAt) };
}

/** The first place of each value there is. */
function probesOf(points: number, pointAt: (place: number) => Point): number[] {
  const seen = new Set<string>();
  const probes: number[] = [];
  for (let place = 0; place < points; place++) {
    const settings = Object.entries(pointAt(place)).map(([name, value]) => `${name}=${value}`);
    const isNew = settings.some((setting) => !seen.has(setting));
    settings.forEach((setting) => seen.add(setting));
    if (isNew || place === 0) probes.push(place);
  }
  return probes;
}

function drawOf(reader: FlagReader, budget: Budget): Draw | null {
  const points = reader.has("sample") ? reader.wholeNumber("sample", 1) : null;
  const seed = reader.has("sampleSeed") ? reader.wholeNumber("sampleSeed", 0) : 1;
  if (points === null && budget === null) {
    if (!reader.has("sampleSeed")) return null;
    throw new UsageError("--sample-seed means nothing without --sample or --budget", SWEEP);
  }
  return { points, seed };
}

function readBudget(reader: FlagReader): Budget {
  if (!reader.has("budget")) return null;
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(runs|min)$/.exec(reader.text("budget")) ?? [];
  const value = Number(number);
  if (unit === "runs" && value >= 1 && Number.isInteger(value)) return { runs: value };
  if (unit === "min" && value > 0) return { minutes: value };
  throw reader.wrong("budget", "runs or minutes, like 200runs or 30min");
}

function readWalkForward(reader: FlagReader): WalkForward | null {
  if (!reader.has("walkForward")) return null;
  const [, train, test] = /^train=(\d{1,5})d,test=(\d{1,5})d$/.exec(reader.text("walkForward")) ?? [];
  if (Number(train) >= 2 && Number(test) >= 1) {
    return { trainMs: Number(train) * DAY_MS, testMs: Number(test) * DAY_MS };
  }
  throw reader.wrong("walkForward", "both lengths in days, like train=90d,test=30d");
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
