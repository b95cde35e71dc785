/** The words of the help pages; commander lays them out. */

import { INTERVALS } from "../../engine/mod.ts";
import { OWN_AGENT } from "./agent_flags.ts";
import { CONTROL_FLAG } from "./control_flag.ts";
import { DEFAULTS, type Known } from "./options.ts";
import { MODEL_FLAGS } from "./model_flags.ts";
import { PERIOD_FORMS } from "./period.ts";
import { SIMULATION_FLAGS } from "./simulation_flags.ts";

/** One flag: as typed, what it means, and what it is when not typed (`false` for a switch). */
export interface Flag {
  readonly flags: string;
  readonly text: string;
  readonly default?: string;
  /** Whether it may be repeated. */
  readonly many?: boolean;
}

/** What a command's help says. */
export interface CommandHelp {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly description: string;
  /** What stands between the command and its flags, such as `[DIR]`; without it the command takes no words. */
  readonly words?: string;
  readonly flags: readonly Flag[];
  /** Examples and where things lie. */
  readonly after: string;
}

/** The flag of every command. */
export const DEBUG: Flag = { flags: "--debug", text: "show the stack when something fails" };

/** Under the commands that a first process starts: it takes this flag, the command itself never sees it. */
export const PERMISSIONS_NOTE = "With --show-permissions only the rights it would have are printed.";

/** Under the commands that run around the clock: the first process takes this flag, too. */
export const SERVICE_NOTE = "With --print-service a systemd unit is printed that runs it around the clock.";

/** From when to when, and what is decided on how often. */
export const RANGE_FLAGS: readonly Flag[] = [
  { flags: "--from <when>", default: DEFAULTS.from, text: `first moment, UTC: ${PERIOD_FORMS}` },
  {
    flags: "--to <when>",
    text: "last period, included (2024-03 ends with March); default: the end of the data",
  },
  { flags: "--assets <symbols>", default: DEFAULTS.assets, text: "what to trade, a comma between" },
  {
    flags: "--interval <length>",
    default: DEFAULTS.interval,
    text: `how often it decides: ${INTERVALS.join(", ")}`,
  },
];

/** Which candles and funding it goes by. */
export const DATA_FLAGS: readonly Flag[] = [
  {
    flags: "--data <folder>",
    text: "folder with your own candles (deno task data --help); default: the synthetic market",
  },
  {
    flags: "--source <name>",
    text: "whose candles, like bybit-perp; default: the first that has every asset",
  },
  {
    flags: "--funding <kind>",
    default: DEFAULTS.funding,
    text: "on: hourly, as recorded; off: none; binance: its eight-hourly, spread over the hours",
  },
  { flags: "--skip-bad-rows", text: "leave damaged rows out and count them; else the file is refused" },
];

/** Parameters of an agent. */
export const PARAM_FLAG: Flag = {
  flags: "--param <name=value>",
  text: "a parameter of your own agent; may be repeated",
  many: true,
};

/** The limits it trades under. */
export function riskFlag(known: Known): Flag {
  return {
    flags: "--risk <profile>",
    default: DEFAULTS.risk,
    text: `limits it trades under: ${known.profiles.join(", ")}, or the path of your own .json`,
  };
}

/** The help of `backtest`, with the names that exist. */
export function backtestHelp(known: Known): CommandHelp {
  return {
    name: "backtest",
    summary: "play an agent over recorded candles and show what it would have earned",
    description:
      "Plays an agent over recorded candles, with fees, slippage, funding and liquidation simulated, and\n" +
      "sets its result beside buy and hold on the same data. Nothing is traded; no network is used but\n" +
      "where --llm asks a model.",
    flags: [
      ...RANGE_FLAGS,
      {
        flags: "--agent <name>",
        default: DEFAULTS.agent,
        text: `who decides: ${known.agents.join(", ")}, or ${OWN_AGENT}`,
      },
      PARAM_FLAG,
      ...MODEL_FLAGS,
      riskFlag(known),
      { flags: "--capital <usd>", default: DEFAULTS.capital, text: "what it starts with, in USD" },
      {
        flags: "--seed <number>",
        default: DEFAULTS.seed,
        text: "the source of chance: the same seed gives the same run",
      },
      ...DATA_FLAGS,
      ...SIMULATION_FLAGS,
      CONTROL_FLAG,
      {
        flags: "--diary <kind>",
        default: DEFAULTS.diary,
        text: "trades: a line per cycle, orders in full; full: also all that the agent saw",
      },
      {
        flags: "--repeats <number>",
        text: "play each run so often, with other answers of its model each time",
      },
      { flags: "--cores <number>", text: "how many a family is played on; default: all there are" },
      { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where runs are kept" },
      { flags: "--json", text: "print the result as one JSON object and nothing else" },
      { flags: "--detail", text: "also the other figures, and the trades by asset, side and month" },
      { flags: "--no-benchmark", text: "do not run buy and hold beside it" },
      { flags: "--no-progress", text: "no progress line" },
      DEBUG,
    ],
    after: `
Examples:
  deno task backtest --from 2024-01
  deno task backtest --from 2024-03 --to 2024-05 --assets BTC --agent mean-reversion --risk high
  deno task backtest --from 2024 --to 2024 --data ../my-candles --capital 25000 --json
  deno task backtest --agent ./mine.ts --param fast=10
  deno task backtest --from 2024-01 --to 2024-02 --interval 4h --agent llm
  deno task backtest --from 2024-01 --agent trend,mean-reversion --risk moderate,high

A run lies in runs/<id>/: run.json says what was run and what came of it, diary.jsonl all it did.
List runs with: deno task runs. ${PERMISSIONS_NOTE}

--agent, --model, --prompt, --risk, --control and --seed take lists, a comma between, and --seed a
range like 1..5: each combination is a run of one family, at most 64, played on all cores.`,
  };
}

/** The help of `runs`. */
export function runsHelp(): CommandHelp {
  return {
    name: "runs",
    summary: "list past runs",
    description: "Lists the runs that were made here, the newest first, with their figures.",
    flags: [
      {
        flags: "--sort <order>",
        default: "started",
        text: "started (newest first), return, sharpe or drawdown (best first)",
      },
      { flags: "--limit <number>", default: "20", text: "how many to show" },
      { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where runs are kept" },
      { flags: "--json", text: "print the list as JSON and nothing else" },
      DEBUG,
    ],
    after: `
Examples:
  deno task runs
  deno task runs --sort return --limit 5`,
  };
}

/** The help of `data`. */
export function dataHelp(): CommandHelp {
  return {
    name: "data",
    summary: "list the market data there is, or check a folder of it",
    words: "[check] [DIR]",
    description:
      "Lists what a backtest can run on: candles, funding and open interest in DIR, or without DIR those\n" +
      "kept in .data and the synthetic market in fixtures. check reads every row of DIR (without: of\n" +
      "fixtures) and says what is damaged, missing or odd; its exit code is 1 where there are errors.",
    flags: [
      { flags: "--json", text: "print the result as JSON and nothing else" },
      DEBUG,
    ],
    after: `
Examples:
  deno task data
  deno task data ../my-candles
  deno task data check ../my-candles

What DIR can hold, by file name (more in the README, Your own data):
  binance-perp-BTCUSDT-5m.csv.gz    CSV: time,open,high,low,close,volume
  BTCUSDT-5m-2024-01.zip            Binance's archive, zip or csv
  BTC_USDT_USDT-5m-futures.json     freqtrade's export`,
  };
}

/** What stands under the list of commands. */
export const ROOT_AFTER = `
Start with:
  deno task backtest --from 2024-01

Each command explains itself: deno task backtest --help`;
