/** What `venue` takes, and the reading of the values that were typed for it. */

import type { Interval } from "../../engine/mod.ts";
import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DATA_FLAGS, DEBUG, PERMISSIONS_NOTE, RANGE_FLAGS } from "./help.ts";
import { readAssets, readInterval, readMoney, readRange, readSource } from "./market_flags.ts";
import { DEFAULTS, type FundingChoice, FUNDINGS, type Known } from "./options.ts";
import { readSimulation, SIMULATION_FLAGS, type SimulationOptions } from "./simulation_flags.ts";

/** Whether signatures are verified, or whoever is named is believed. */
export type VenueAuth = "verify" | "trust";

/** What `venue` was asked to do. */
export interface VenueOptions {
  /** First moment of market time, ms. */
  readonly from: number;
  /** Exclusive end, ms; null: as far as the data goes. */
  readonly until: number | null;
  readonly assets: readonly string[];
  /** Market time in a unit of wall time; null: it moves by steps alone. */
  readonly speed: number | null;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** What an address begins with, USD. */
  readonly balanceUsd: number;
  readonly auth: VenueAuth;
  /** Whether the venue's rate limits hold. */
  readonly enforceLimits: boolean;
  /** Where accounts are kept over a restart; null: nowhere. */
  readonly state: string | null;
  /** How often an account's record has a line. */
  readonly interval: Interval;
  readonly runs: string;
  readonly data: string | null;
  readonly source: string | null;
  readonly funding: FundingChoice;
  readonly simulation: SimulationOptions;
  readonly skipBadRows: boolean;
  readonly debug: boolean;
}

const COMMAND = "venue";
const VENUE_DEFAULTS = { speed: "1", host: "127.0.0.1", port: "8900", interval: "1h" } as const;
const AUTHS: readonly VenueAuth[] = ["verify", "trust"];
const SWITCH = ["on", "off"] as const;
const MOST_PORT = 65_535;
/** A year in half a minute. */
const MOST_SPEED = 1_000_000;
/** An agent's own: a stranger's bot brings its latency, and its worst price. */
const NOT_HERE = ["--latency", "--max-slippage-bps"];

/** The help of `venue`. */
export function venueHelp(): CommandHelp {
  return {
    name: COMMAND,
    summary: "serve recorded candles as Hyperliquid and Binance do, for any bot to trade on",
    description:
      "Serves the simulated exchange behind Hyperliquid's own protocol, and its candles behind Binance's, so\n" +
      "that any client of theirs can trade recorded markets. No real order is ever sent. Point your bot at\n" +
      "http://127.0.0.1:8900 and give it a throw-away key: any key will do.",
    flags: [
      ...RANGE_FLAGS.filter(({ flags }) => !flags.startsWith("--interval")),
      {
        flags: "--speed <times>",
        default: VENUE_DEFAULTS.speed,
        text: "how many times as fast as the wall's the market's time goes",
      },
      { flags: "--step", text: "the market's time moves by POST /sim/advance alone" },
      {
        flags: "--port <number>",
        default: VENUE_DEFAULTS.port,
        text: "where to listen; 0: any that is free",
      },
      { flags: "--host <address>", default: VENUE_DEFAULTS.host, text: "on which address of this machine" },
      { flags: "--balance <usd>", default: DEFAULTS.capital, text: "what each address begins with, in USD" },
      {
        flags: "--auth <kind>",
        default: "verify",
        text: "verify: signatures are checked; trust: the address in x-sim-account is believed",
      },
      {
        flags: "--limits <switch>",
        default: "on",
        text: "on: the venue's rate limits hold; off: they do not",
      },
      { flags: "--state <file>", text: "keeps accounts over a restart" },
      ...DATA_FLAGS,
      ...SIMULATION_FLAGS.filter(({ flags }) => !NOT_HERE.includes(flags.split(" ")[0])),
      {
        flags: "--interval <length>",
        default: VENUE_DEFAULTS.interval,
        text: "how often an account's run has a line in its diary",
      },
      { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where each account's run is kept" },
      DEBUG,
    ],
    after: `
Examples:
  deno task venue --from 2024-01 --speed 60
  deno task venue --from 2024-01 --to 2024-01 --step --port 8900 --limits off

A bot of twenty lines that trades on it: the README, Bring your own bot.

${PERMISSIONS_NOTE}`,
  };
}

/** Checks the flags of `venue`; the first that cannot be right is thrown as a UsageError. */
export function readVenueOptions(flags: RawFlags, known: Known): VenueOptions {
  const reader = new FlagReader(COMMAND, flags);
  return {
    ...readRange(reader),
    assets: readAssets(reader, known.assets),
    speed: readSpeed(reader),
    host: readHost(reader),
    port: readPort(reader),
    balanceUsd: readMoney(reader, "balance"),
    auth: reader.oneOf("auth", "kind of auth", AUTHS),
    enforceLimits: reader.oneOf("limits", "value of --limits", SWITCH) === "on",
    state: reader.has("state") ? reader.path("state") : null,
    interval: readInterval(reader),
    runs: reader.path("runs"),
    data: reader.has("data") ? reader.path("data") : null,
    source: readSource(reader),
    funding: reader.oneOf("funding", "kind of funding", FUNDINGS),
    simulation: readSimulation(reader, known.models),
    skipBadRows: reader.isOn("skipBadRows"),
    debug: reader.isOn("debug"),
  };
}

function readSpeed(reader: FlagReader): number | null {
  const typed = reader.text("speed");
  const isTyped = typed !== VENUE_DEFAULTS.speed;
  if (reader.isOn("step")) {
    if (!isTyped) return null;
    throw new UsageError("--step and --speed exclude each other; wanted one of them", COMMAND);
  }
  const speed = /^\d*\.?\d+$/.test(typed) ? Number(typed) : NaN;
  if (speed > 0 && speed <= MOST_SPEED) return speed;
  throw reader.wrong("speed", `a number above 0 and up to ${MOST_SPEED}, like 60`);
}

function readHost(reader: FlagReader): string {
  const typed = reader.text("host");
  if (/^[A-Za-z0-9.:-]+$/.test(typed)) return typed;
  throw reader.wrong("host", "an address of this machine, like 127.0.0.1");
}

function readPort(reader: FlagReader): number {
  const port = reader.wholeNumber("port", 0);
  if (port <= MOST_PORT) return port;
  throw reader.wrong("port", `a whole number from 0 to ${MOST_PORT}`);
}
