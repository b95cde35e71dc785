import { marketHosts } from "./market_settings.ts";
import { KEY_VARIABLES } from "./private_key.ts";
import { SettingsError } from "./settings_error.ts";
import { ACCOUNT_VARIABLE } from "./trading_terms.ts";
import type { Variables } from "./variables.ts";

/**
 * The words of `testnet-check`, with a flag for the variable that was not typed, and what it may do: reach the testnet or
 * the venue that was named, read the key, write what it parsed. `typed` gives what was typed for a flag. Throws a
 * SettingsError for the mainnet, and for an address that is none.
 */
export function testnetCheckPlan(
  words: readonly string[],
  variables: Variables,
  typed: (flag: string) => string | undefined,
): { readonly words: readonly string[]; readonly permissions: readonly string[] } {
  const { HYPERLIQUID_BASE_URL: own } = variables;
  const hyperliquid = typed("hyperliquid") ?? own;
  const wanted = { hyperliquid, network: "testnet", binance: hyperliquid } as const;
  const [venue] = marketHosts((flag) => wanted[flag as keyof typeof wanted]);
  const [mainnet] = marketHosts(() => "https://api.hyperliquid.xyz");
  if (venue === mainnet) {
    throw new SettingsError(
      `${hyperliquid} is the mainnet, where nothing is tried; wanted the testnet, or a venue of your own`,
      { usage: true },
    );
  }
  return {
    words: [
      ...words,
      ...(typed("hyperliquid") === undefined && own !== undefined ? [`--hyperliquid=${own}`] : []),
    ],
    permissions: [
      "--no-prompt",
      "--allow-read",
      "--allow-write=.cache",
      `--allow-env=${[...KEY_VARIABLES, ACCOUNT_VARIABLE].join(",")}`,
      `--allow-net=${venue}`,
    ],
  };
}
