/** What `watch` takes, and the reading of the values that were typed for it. */

import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DEBUG, PERMISSIONS_NOTE, SERVICE_NOTE } from "./help.ts";
import { DEFAULTS } from "./options.ts";
import { ADDRESSES, type Network, NETWORKS, readUrl } from "./paper_options.ts";

/** What `watch` was asked to do. */
export interface WatchOptions {
  /** An id, its beginning, a path, or `last`. */
  readonly run: string;
  /** A run without a sign of life for so long is looked after, ms. */
  readonly afterMs: number;
  /** How often is looked, ms. */
  readonly everyMs: number;
  readonly network: Network;
  /** Where Hyperliquid is asked, an address without a slash at its end. */
  readonly hyperliquid: string;
  readonly runs: string;
  readonly json: boolean;
  readonly debug: boolean;
}

const COMMAND = "watch";
const AFTER = "120s";
const EVERY = "10s";
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** The help of `watch`. */
export function watchHelp(): CommandHelp {
  return {
    name: COMMAND,
    summary: "look after a live run that shows no sign of life: flatten what is naked",
    words: "RUN",
    description:
      "A second process beside live, with the same key: start it in another terminal, or as a service.\n" +
      "As long as RUN's pulse (pulse.json in its folder) is fresh it does nothing. When that is older\n" +
      "than --after, it asks the venue, and closes what of the run's own positions has no stop; what\n" +
      "has one stays, and so does all that is not the run's. What it sends stands in watch.jsonl\n" +
      "beside the diary.",
    flags: [
      { flags: "--after <time>", default: AFTER, text: "how old the pulse may be: 90s, 5m" },
      { flags: "--every <time>", default: EVERY, text: "how often it looks" },
      {
        flags: "--network <name>",
        default: "testnet",
        text: "the run's: testnet, or mainnet where it is typed",
      },
      { flags: "--hyperliquid <url>", text: "a venue of your own in its place (HYPERLIQUID_BASE_URL)" },
      { flags: "--runs <folder>", default: DEFAULTS.runs, text: "where runs are kept" },
      { flags: "--json", text: "each thing it says as a line of JSON, and nothing else" },
      DEBUG,
    ],
    after: `
${PERMISSIONS_NOTE}
${SERVICE_NOTE}

Examples:
  deno task watch last
  deno task watch 7f3a --after 60s --network mainnet`,
  };
}

/** Checks the words and flags of `watch`; the first that cannot be right is thrown as a UsageError. */
export function readWatchOptions(flags: RawFlags, words: readonly string[]): WatchOptions {
  const reader = new FlagReader(COMMAND, flags);
  const [run, extra] = words;
  if (run === undefined || extra !== undefined) {
    throw new UsageError("wanted one run: an id, its beginning, a path, or last", COMMAND);
  }
  const network = reader.oneOf("network", "network", NETWORKS);
  return {
    run,
    afterMs: readTime(reader, "after"),
    everyMs: readTime(reader, "every"),
    network,
    hyperliquid: readUrl(reader, "hyperliquid") ?? ADDRESSES[network],
    runs: reader.path("runs"),
    json: reader.isOn("json"),
    debug: reader.isOn("debug"),
  };
}

/** A length of time with its unit, ms. */
function readTime(reader: FlagReader, flag: string): number {
  const [, digits, unit] = /^(\d{1,6})(s|m|h)$/.exec(reader.text(flag)) ?? [];
  const ms = digits === undefined ? 0 : Number(digits) * UNITS[unit];
  if (ms > 0) return ms;
  throw reader.wrong(flag, "a length of time such as 90s or 5m");
}
