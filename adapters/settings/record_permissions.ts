import { hostOf } from "./host_of.ts";

/** Where each market is asked when nothing else is said. Source: exchange-rules 8 and 9. */
const HYPERLIQUID = "https://api.hyperliquid.xyz";
const ARCHIVE = "https://data.binance.vision";
const BINANCE = { perp: "https://fapi.binance.com", spot: "https://api.binance.com" } as const;
/** The folder that is filled when none is named. */
const STORE = ".data";

/**
 * What `record` may do, as flags of `deno run`: write its folder and reach the three hosts that it reads; no variable.
 * `typed` gives what was typed for a flag. Throws a SettingsError for an address that is none.
 */
export function recordPermissions(typed: (flag: string) => string | undefined): string[] {
  const hosts = [
    hostOf("hyperliquid", typed("hyperliquid") ?? HYPERLIQUID),
    hostOf("binance", typed("binance") ?? BINANCE[typed("market") === "spot" ? "spot" : "perp"]),
    hostOf("archive", typed("archive") ?? ARCHIVE),
  ];
  return [
    "--no-prompt",
    "--allow-read",
    // A comma in a folder's name would make two folders of it.
    `--allow-write=${(typed("data") ?? STORE).replaceAll(",", ",,")}`,
    `--allow-net=${[...new Set(hosts)].join(",")}`,
  ];
}
