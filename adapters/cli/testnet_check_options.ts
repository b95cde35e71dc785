/** What `testnet-check` takes, and the reading of the values that were typed for it. */

import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type CommandHelp, DEBUG, PERMISSIONS_NOTE } from "./help.ts";
import { readAssets } from "./market_flags.ts";
import type { Known } from "./options.ts";
import { ADDRESSES, readUrl } from "./paper_options.ts";

/** What `testnet-check` was asked to do. */
export interface TestnetCheckOptions {
  readonly asset: string;
  /** Where the testnet is asked, an address without a slash at its end; never the mainnet's. */
  readonly hyperliquid: string;
  readonly json: boolean;
  readonly debug: boolean;
}

const COMMAND = "testnet-check";

/** The help of `testnet-check`. */
export function testnetCheckHelp(): CommandHelp {
  return {
    name: COMMAND,
    summary: "hold our simulated venue against the testnet, with the smallest orders of a funded key",
    description:
      "Places, protects, modifies and closes the smallest orders on Hyperliquid's testnet (about 20 USD of\n" +
      "test money), asks our simulated venue the same, and prints each answer of both: what the rules do\n" +
      "not tell is found out there. The account must have neither orders nor a position in the asset. At\n" +
      "the end, or after Ctrl-C, what was placed is cancelled and the position closed. Exit code 0: all\n" +
      "answers are equal; 1: some differ, or something is left.",
    flags: [
      { flags: "--assets <name>", default: "BTC", text: "the one asset to do it with" },
      { flags: "--hyperliquid <url>", text: "a venue of your own in its place (HYPERLIQUID_BASE_URL)" },
      { flags: "--json", text: "the answers as JSON, and nothing else" },
      DEBUG,
    ],
    after: `
The key is read as live reads it: HYPERLIQUID_PRIVATE_KEY_FILE or HYPERLIQUID_PRIVATE_KEY, and
HYPERLIQUID_ACCOUNT_ADDRESS.

${PERMISSIONS_NOTE}

Examples:
  HYPERLIQUID_PRIVATE_KEY_FILE=key deno task testnet-check
  deno task testnet-check --assets ETH --json`,
  };
}

/** Checks the flags of `testnet-check`; the first that cannot be right is thrown as a UsageError. */
export function readTestnetCheckOptions(flags: RawFlags, known: Known): TestnetCheckOptions {
  const reader = new FlagReader(COMMAND, flags);
  const [asset, more] = readAssets(reader, known.assets);
  if (more !== undefined) throw new UsageError("--assets: wanted one asset", COMMAND);
  const hyperliquid = readUrl(reader, "hyperliquid") ?? ADDRESSES.testnet;
  if (new URL(hyperliquid).host === new URL(ADDRESSES.mainnet).host) {
    throw new UsageError(
      `${hyperliquid} is the mainnet; wanted the testnet, or a venue of your own`,
      COMMAND,
    );
  }
  return { asset, hyperliquid, json: reader.isOn("json"), debug: reader.isOn("debug") };
}
