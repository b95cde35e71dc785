/** What `paper` takes, and the reading of the values that were typed for it. */

import { INTERVALS } from "../../engine/mod.ts";
import type { Interval, TypedParameter } from "../../engine/mod.ts";
import { OWN_AGENT, readAgent, readParams } from "./agent_flags.ts";
import { BESIDE_FLAGS, type DashboardPlace, readBeside } from "./dashboard_options.ts";
import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import {
  type CommandHelp,
  DEBUG,
  type Flag,
  PARAM_FLAG,
  PERMISSIONS_NOTE,
  riskFlag,
  SERVICE_NOTE,
} from "./help.ts";
import { readAssets, readInterval, readMoney } from "./market_flags.ts";
import { MODEL_FLAGS, type ModelOptions, readModel } from "./model_flags.ts";
import { DEFAULTS, type DiaryKind, type Known, readRisk, type RiskChoice } from "./options.ts";
import { readSimulation, SIMULATION_FLAGS, type SimulationOptions } from "./simulation_flags.ts";

/** The venue's network. */
export type Network = "mainnet" | "testnet";

/** What `paper` was asked to do. */
export interface PaperOptions {
  readonly assets: readonly string[];
  readonly interval: Interval;
  readonly agent: string;
  readonly params: readonly TypedParameter[];
  readonly model: ModelOptions | null;
  readonly risk: RiskChoice;
  readonly capitalUsd: number;
  readonly seed: number;
  readonly simulation: SimulationOptions;
  readonly diary: DiaryKind;
  readonly network: Network;
  /** Where Hyperliquid is asked, an address without a slash at its end. */
  readonly hyperliquid: string;
  /** Where Binance is asked: its own address, or that of Hyperliquid where another one was typed for that. */
  readonly binance: string;
  /** Begin another run, where an unfinished one of the same settings would go on. */
  readonly isNew: boolean;
  readonly runs: string;
  /** Where the run is shown in a browser; null: nowhere. */
  readonly dashboard: DashboardPlace | null;
  readonly json: boolean;
  readonly debug: boolean;
}

const COMMAND = "paper";
/** What a network can be. */
export const NETWORKS: readonly Network[] = ["mainnet", "testnet"];
/** Source: exchange-rules 9 and 8.2. */
export const ADDRESSES: Readonly<Record<Network, string>> = {
  mainnet: "https://api.hyperliquid.xyz",
  testnet: "https://api.hyperliquid-testnet.xyz",
};
const BINANCE = "https://fapi.binance.com";
const DIARIES: readonly DiaryKind[] = ["trades", "full"];

/** The help of `paper`. */
export function paperHelp(known: Known): CommandHelp {
  return {
    name: COMMAND,
    summary: "trade live prices without money: live data, simulated orders",
    description:
      "Runs an agent on live prices against the simulated exchange; no order is ever sent. An unfinished run of\n" +
      "the same settings goes on where it stopped: first everything that happened meanwhile is settled.\n" +
      "Ctrl-C leaves it unfinished.",
    flags: [
      ...decidingFlags(known),
      { flags: "--capital <usd>", default: DEFAULTS.capital, text: "what it starts with, in USD" },
      { flags: "--seed <number>", default: DEFAULTS.seed, text: "the source of chance" },
      ...SIMULATION_FLAGS,
      {
        flags: "--diary <kind>",
        default: DEFAULTS.diary,
        text: "trades, or full: also all that the agent saw",
      },
      { flags: "--network <name>", default: "mainnet", text: "mainnet or testnet (HYPERLIQUID_NETWORK)" },
      ...PLACE_FLAGS,
    ],
    after: `
${PERMISSIONS_NOTE}
${SERVICE_NOTE}

Examples:
  deno task paper
  deno task paper --assets BTC --interval 1h --agent mean-reversion
  deno task venue --from 2024-01 --speed 600     and beside it
  deno task paper --hyperliquid http://127.0.0.1:8900`,
  };
}

/** What is traded and who decides, of a run on live prices. */
export function decidingFlags(known: Known): readonly Flag[] {
  return [
    {
      flags: "--assets <symbols>",
      default: DEFAULTS.assets,
      text: "what to trade, a comma between (ASSETS)",
    },
    {
      flags: "--interval <length>",
      default: DEFAULTS.interval,
      text: `how often it decides: ${INTERVALS.join(", ")} (INTERVAL)`,
    },
    {
      flags: "--agent <name>",
      default: DEFAULTS.agent,
      text: `who decides: ${known.agents.join(", ")}, or ${OWN_AGENT}`,
    },
    PARAM_FLAG,
    ...MODEL_FLAGS.map((flag) =>
      flag.flags === "--llm <source>"
        ? { ...flag, text: "its answers: record (default), replay, auto (replay, else ask)" }
        : flag
    ),
    riskFlag(known),
  ];
}

/** Where the prices of a run come from, and where it is kept. */
export const PLACE_FLAGS: readonly Flag[] = [
  { flags: "--hyperliquid <url>", text: "a venue of your own in its place (HYPERLIQUID_BASE_URL)" },
  { flags: "--binance <url>", text: "the same for Binance's candles (BINANCE_BASE_URL)" },
  { flags: "--new", text: "begin another run, also where an unfinished one could go on" },
  { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where runs are kept" },
  ...BESIDE_FLAGS,
  { flags: "--json", text: "each line of the diary as it is written, and nothing else" },
  DEBUG,
];

/** Checks the flags of `paper`, or of a command like it; the first that cannot be right is thrown as a UsageError. */
export function readPaperOptions(flags: RawFlags, known: Known, command = COMMAND): PaperOptions {
  const agentAsked = typeof flags.agent === "string" ? flags.agent.trim() : "";
  const asking = agentAsked === "llm" && flags.llm === undefined ? { ...flags, llm: "record" } : flags;
  const reader = new FlagReader(command, asking);
  const agent = readAgent(reader, known.agents);
  if (reader.has("llm") && reader.text("llm") === "live") {
    throw new UsageError(
      "--llm live keeps no answers, so the run could not go on after a pause; wanted record",
      command,
    );
  }
  const network = reader.oneOf("network", "network", NETWORKS);
  const own = readUrl(reader, "hyperliquid");
  return {
    assets: readAssets(reader, known.assets),
    interval: readInterval(reader),
    agent,
    params: readParams(reader, agent),
    model: readModel(reader, agent),
    risk: readRisk(reader, known.profiles),
    capitalUsd: readMoney(reader, "capital"),
    seed: reader.wholeNumber("seed", 0),
    simulation: readSimulation(reader, known.models),
    diary: reader.oneOf("diary", "kind of diary", DIARIES),
    network,
    hyperliquid: own ?? ADDRESSES[network],
    binance: readUrl(reader, "binance") ?? own ?? BINANCE,
    isNew: reader.isOn("new"),
    runs: reader.path("runs"),
    dashboard: readBeside(reader),
    json: reader.isOn("json"),
    debug: reader.isOn("debug"),
  };
}

/** An address without a slash at its end; null: none was typed. */
export function readUrl(reader: FlagReader, flag: string): string | null {
  if (!reader.has(flag)) return null;
  const typed = reader.text(flag);
  const url = URL.canParse(typed) ? new URL(typed) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.search === "";
  if (isPlain) return url.href.replace(/\/+$/, "");
  throw reader.wrong(flag, "an address like http://127.0.0.1:8900");
}
