import { alertHost } from "./alert_settings.ts";
import { refuseSilentMainnet } from "./live_words.ts";
import { marketHosts } from "./market_settings.ts";
import { KEY_VARIABLES } from "./private_key.ts";
import { ACCOUNT_VARIABLE } from "./trading_terms.ts";
import { runPath } from "./typed_words.ts";
import { ALERT_VARIABLES, type Variables } from "./variables.ts";
import { allowWrite } from "./write_permission.ts";

/** Its flags that take a value. */
const VALUED = ["--after", "--every", "--network", "--hyperliquid", "--runs"];

/**
 * The words of `watch`, with flags for variables that were not typed, and what it may do: reach the venue of its run and
 * who is told, read the account's key, write beside the run. `typed` gives what was typed for a flag. Throws a
 * SettingsError where the variable alone says mainnet, and for an address that is none.
 */
export function watchPlan(
  words: readonly string[],
  variables: Variables,
  typed: (flag: string) => string | undefined,
): { readonly words: readonly string[]; readonly permissions: readonly string[] } {
  refuseSilentMainnet(variables, typed("network"));
  const { HYPERLIQUID_BASE_URL: own } = variables;
  const hyperliquid = typed("hyperliquid") ?? own;
  const network = typed("network") ?? "testnet";
  // Candles are of no use here.
  const wanted = { hyperliquid, network, binance: hyperliquid } as const;
  const [venue] = marketHosts((flag) => wanted[flag as keyof typeof wanted]);
  const told = alertHost(variables);
  const read = [...KEY_VARIABLES, ACCOUNT_VARIABLE, ...(told === null ? [] : ALERT_VARIABLES)];
  const written = [typed("runs") ?? "runs", ...runPath(words, VALUED)];
  return {
    words: [
      ...words,
      ...(typed("hyperliquid") === undefined && own !== undefined ? [`--hyperliquid=${own}`] : []),
    ],
    permissions: [
      "--no-prompt",
      "--allow-read",
      allowWrite(written),
      `--allow-env=${read.join(",")}`,
      `--allow-net=${[venue, ...(told === null || told === venue ? [] : [told])].join(",")}`,
    ],
  };
}
