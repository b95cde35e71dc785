/** What `live` takes, and the reading of the values that were typed for it. */

import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, PERMISSIONS_NOTE, SERVICE_NOTE } from "./help.ts";
import { DEFAULTS, type Known } from "./options.ts";
import { decidingFlags, type PaperOptions, PLACE_FLAGS, readPaperOptions } from "./paper_options.ts";
import { SIMULATION_FLAGS } from "./simulation_flags.ts";

/** What `live` was asked to do. */
export interface LiveOptions extends PaperOptions {
  /** How long a position may be without a stop before it is closed, ms. */
  readonly nakedLimitMs: number;
  /** Take over positions of its assets that are not ours. */
  readonly adopts: boolean;
  /** Leave out assets in which something stands that is not ours. */
  readonly leavesOthers: boolean;
  /** Only look whether everything is there that it needs; nothing is traded. */
  readonly check: boolean;
  /** Begin without being asked. */
  readonly yes: boolean;
  /** Trade the venue's smallest size, whatever the agent asks for. */
  readonly smallest: boolean;
}

const COMMAND = "live";
const NETWORK = "testnet";
const NAKED_LIMIT = "10s";
/** Of how a venue is simulated, what also holds where none is. */
const KEPT = ["--max-slippage-bps <N>", "--fees <rates>"];

/** The help of `live`. */
export function liveHelp(known: Known): CommandHelp {
  return {
    name: COMMAND,
    summary: "trade an account on Hyperliquid: real orders, on the testnet unless told otherwise",
    description: "Runs an agent on live prices with real orders. The key of an API wallet is read from\n" +
      "HYPERLIQUID_PRIVATE_KEY or the file that HYPERLIQUID_PRIVATE_KEY_FILE names, its account from\n" +
      "HYPERLIQUID_ACCOUNT_ADDRESS where it is not told by the venue. On a venue of `deno task venue` no key is\n" +
      "needed. An unfinished run of the same account and settings goes on; Ctrl-C leaves it unfinished, its\n" +
      "positions with their stops.",
    flags: [
      ...decidingFlags(known),
      { flags: "--seed <number>", default: DEFAULTS.seed, text: "the source of chance" },
      ...SIMULATION_FLAGS.filter(({ flags }) => KEPT.includes(flags)),
      {
        flags: "--diary <kind>",
        default: DEFAULTS.diary,
        text: "trades, or full: also all that the agent saw",
      },
      {
        flags: "--network <name>",
        default: NETWORK,
        text: "testnet, or mainnet: real money, and only where it is typed",
      },
      {
        flags: "--naked-limit <time>",
        default: NAKED_LIMIT,
        text: "a position without a stop that gets none for so long is closed, like 10s",
      },
      { flags: "--adopt", text: "take over positions of its assets that no order of ours explains" },
      { flags: "--leave-others", text: "leave out assets with positions or orders that are not ours" },
      {
        flags: "--check",
        text: "only look whether everything is there that it needs, within 15 s; with --json as JSON",
      },
      {
        flags: "--smallest",
        text: "each entry has the venue's smallest size, whatever the agent asks: a first walk",
      },
      { flags: "--yes", text: "begin without being asked, as a service must" },
      ...PLACE_FLAGS,
    ],
    after: `
${PERMISSIONS_NOTE}
${SERVICE_NOTE}

Examples:
  deno task live
  deno task live --network mainnet --assets BTC --interval 1h
  deno task venue --from 2024-01 --speed 600     and beside it, without a key
  deno task live --hyperliquid http://127.0.0.1:8900`,
  };
}

/** Checks the flags of `live`; the first that cannot be right is thrown as a UsageError. */
export function readLiveOptions(flags: RawFlags, known: Known): LiveOptions {
  const reader = new FlagReader(COMMAND, flags);
  return {
    ...readPaperOptions({ ...flags, capital: DEFAULTS.capital }, known, COMMAND),
    nakedLimitMs: readSeconds(reader, "nakedLimit", 600),
    ...readStrangers(reader),
    check: reader.isOn("check"),
    yes: reader.isOn("yes"),
    smallest: reader.isOn("smallest"),
  };
}

/** What is done with what is not ours. */
function readStrangers(reader: FlagReader): Pick<LiveOptions, "adopts" | "leavesOthers"> {
  const [adopts, leavesOthers] = [reader.isOn("adopt"), reader.isOn("leaveOthers")];
  if (!adopts || !leavesOthers) return { adopts, leavesOthers };
  throw new UsageError("--adopt and --leave-others stand there both; wanted one of them", COMMAND);
}

/** A time in seconds as it is typed, `10s`; gives ms. */
function readSeconds(reader: FlagReader, flag: string, most: number): number {
  const seconds = Number(/^(\d+)s?$/.exec(reader.text(flag))?.[1]);
  if (seconds >= 1 && seconds <= most) return seconds * 1000;
  throw reader.wrong(flag, `seconds from 1 to ${most}, like 10s`);
}
