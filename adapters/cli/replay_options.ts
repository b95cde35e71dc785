import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DEBUG, type Flag, PERMISSIONS_NOTE } from "./help.ts";
import { DEFAULT_CASSETTES } from "./model_flags.ts";
import { DEFAULTS, type Known } from "./options.ts";
import { parsePeriod, PERIOD_FORMS } from "./period.ts";
import { readWhatIf, WHAT_IF_FLAGS, type WhatIf } from "./what_if_options.ts";

/** Which run, and where what it was made of lies. */
export interface RunChoice {
  /** An id, its beginning, a path, or `last`. */
  readonly run: string;
  readonly runs: string;
  /** Where its candles lie now; null: where they lay. */
  readonly data: string | null;
  /** The folder of recorded answers that runs share. */
  readonly cassettes: string;
  readonly json: boolean;
  readonly debug: boolean;
}

/** What `replay` was asked to do. */
export interface ReplayOptions extends RunChoice {
  /** The first cycle that is compared, counted from 1; null: the first of all. */
  readonly fromCycle: number | null;
  /** The last cycle is strictly before, ms; null: the end of the run. */
  readonly until: number | null;
  /** What is to be otherwise, in a run of its own; null: nothing, it is compared. */
  readonly whatIf: WhatIf | null;
  /** Whether it is stepped through in the terminal, and how many cycles a second go by themselves; null: it is compared. */
  readonly watch: { readonly speed: number | null } | null;
}

/** What `explain` was asked to do. */
export interface ExplainOptions extends RunChoice {
  /** The decision time, ms. */
  readonly at: number;
  /** Null: all of them. */
  readonly asset: string | null;
}

/** What `export` was asked to do. */
export interface ExportOptions {
  readonly run: string;
  readonly runs: string;
  /** The folder that the tables are written to. */
  readonly csv: string;
  readonly json: boolean;
  readonly debug: boolean;
}

/** Cycles a second; no eye follows more. */
const FASTEST = 1000;
/** Which words name a run. */
export const RUN_WORDS = "RUN is an id, its beginning, a path, or last.";
const RUNS_FLAG: Flag = { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where runs are kept" };
const JSON_FLAG: Flag = { flags: "--json", text: "print the result as JSON and nothing else" };
/** Where a run and what it was made of lie. */
export const PLACES_FLAGS: readonly Flag[] = [
  { flags: "--data <folder>", text: "where its candles lie now, if they were moved" },
  { flags: "--cassettes <folder>", default: DEFAULT_CASSETTES, text: "where recorded answers are kept" },
  RUNS_FLAG,
];

/** The help of `replay`. */
export function replayHelp(): CommandHelp {
  return {
    name: "replay",
    summary: "play a run again and hold every line of its diary against it",
    words: "[RUN]",
    description:
      "Plays RUN again from what it recorded: its settings, its candles and its agent's file by their\n" +
      "sha256, and the recorded answers of its model. Each line must come out the same, byte for byte.\n" +
      "Ends with equal, or with the first value that differs and what that began with: settings, data,\n" +
      "observation, prompt, answer, risk, order, fill or accounting. Nobody is asked. With what is to be\n" +
      "otherwise (what if) it is a new run, shown beside RUN: of the decisions that were taken, or with\n" +
      `--closed of an agent that is asked. ${RUN_WORDS}`,
    flags: [
      { flags: "--from-cycle <number>", text: "compare from this cycle on; those before are only played" },
      { flags: "--until <when>", text: `play no further than this, UTC: ${PERIOD_FORMS}` },
      { flags: "--watch", text: "step through it in the terminal, with keys; piped: all of it as text" },
      { flags: "--speed <number>", text: "with --watch: so many cycles a second go by themselves" },
      ...WHAT_IF_FLAGS,
      ...PLACES_FLAGS,
      JSON_FLAG,
      DEBUG,
    ],
    after: `
Exit codes: 0 equal, or done; 1 it differs or cannot be played, 2 a value that cannot be right.
${PERMISSIONS_NOTE}

Examples:
  deno task replay last
  deno task replay 7f3a --until 2024-02
  deno task replay last --watch
  deno task replay last --risk moderate
  deno task replay last --slippage impact --closed`,
  };
}

/** The help of `explain`. */
export function explainHelp(): CommandHelp {
  return {
    name: "explain",
    summary: "all about one decision: seen, asked, answered, refused, sent, filled, and what came of it",
    words: "[RUN]",
    description:
      "Shows the cycle of RUN at a decision time, from its diary. What the agent saw and what a model was\n" +
      `asked is made again by playing the run up to there, and is proved by the diary's hash. ${RUN_WORDS}`,
    flags: [
      { flags: "--at <when>", text: "the decision time, UTC, like 2024-01-12T08:00Z" },
      { flags: "--asset <symbol>", text: "only this one" },
      ...PLACES_FLAGS,
      JSON_FLAG,
      DEBUG,
    ],
    after: `
Examples:
  deno task explain last --at 2024-01-12T08:00Z
  deno task explain 7f3a --at 2024-01-12T08:00Z --asset BTC`,
  };
}

/** The help of `export`. */
export function exportHelp(): CommandHelp {
  return {
    name: "export",
    summary: "write a run's trades, fills, funding, equity and decisions as CSV",
    words: "[RUN]",
    description:
      "Reads and checks the diary of RUN, and writes trades.csv, fills.csv, funding.csv, equity.csv and\n" +
      `decisions.csv into a folder. Times are UTC and ms, money is USD. Nothing is overwritten. ${RUN_WORDS}`,
    flags: [
      { flags: "--csv <folder>", text: "where to; it is made where it is missing" },
      RUNS_FLAG,
      JSON_FLAG,
      DEBUG,
    ],
    after: `
Examples:
  deno task export last --csv tables`,
  };
}

/** Checks the words and flags of `replay`. */
export function readReplayOptions(flags: RawFlags, words: readonly string[], known: Known): ReplayOptions {
  const reader = new FlagReader("replay", flags);
  return {
    ...readAsked(reader, known),
    ...readRunChoice(reader, words),
    fromCycle: reader.has("fromCycle") ? reader.wholeNumber("fromCycle", 1) : null,
    until: reader.has("until") ? readMoment(reader, "until", "end") : null,
  };
}

/** What is otherwise, or that it is watched: one of them. */
function readAsked(reader: FlagReader, known: Known): Pick<ReplayOptions, "whatIf" | "watch"> {
  const whatIf = readWhatIf(reader, known);
  if (!reader.isOn("watch")) {
    if (!reader.has("speed")) return { whatIf, watch: null };
    throw new UsageError("--speed is of a run that is watched; wanted --watch with it", reader.command);
  }
  if (whatIf !== null) {
    throw new UsageError(
      "--watch shows a run as it went; wanted it without what is to be otherwise",
      reader.command,
    );
  }
  if (reader.isOn("json")) {
    throw new UsageError("--watch and --json stand there both; wanted one of them", reader.command);
  }
  if (!reader.has("speed")) return { whatIf, watch: { speed: null } };
  const speed = Number(reader.text("speed"));
  if (speed > 0 && speed <= FASTEST) return { whatIf, watch: { speed } };
  throw reader.wrong("speed", `cycles a second, above 0 and up to ${FASTEST}`);
}

/** Checks the words and flags of `explain`. */
export function readExplainOptions(flags: RawFlags, words: readonly string[]): ExplainOptions {
  const reader = new FlagReader("explain", flags);
  const choice = readRunChoice(reader, words);
  if (!reader.has("at")) {
    throw new UsageError("wanted --at, a decision time like 2024-01-12T08:00Z", "explain");
  }
  const asset = reader.has("asset") ? reader.text("asset") : null;
  return { ...choice, at: readMoment(reader, "at", "start"), asset };
}

/** Checks the words and flags of `export`. */
export function readExportOptions(flags: RawFlags, words: readonly string[]): ExportOptions {
  const reader = new FlagReader("export", flags);
  if (!reader.has("csv")) throw new UsageError("wanted --csv, a folder to write to", "export");
  const { run, runs, json, debug } = readRunChoice(reader, words);
  return { run, runs, csv: reader.path("csv"), json, debug };
}

/** The run that is meant, and where its parts lie. */
export function readRunChoice(reader: FlagReader, words: readonly string[]): RunChoice {
  if (words.length > 1) {
    throw new UsageError(`wanted one run, not ${words.length}: ${words.join(" ")}`, reader.command);
  }
  const [run = "last"] = words;
  return {
    run,
    runs: reader.path("runs"),
    data: reader.has("data") ? reader.path("data") : null,
    cassettes: reader.has("cassettes") ? reader.path("cassettes") : DEFAULT_CASSETTES,
    json: reader.isOn("json"),
    debug: reader.isOn("debug"),
  };
}

function readMoment(reader: FlagReader, flag: string, side: "start" | "end"): number {
  const period = parsePeriod(reader.text(flag));
  if (period === null) throw reader.wrong(flag, `a time like ${PERIOD_FORMS}`);
  return period[side];
}
