import { SettingsError } from "./settings_error.ts";

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

function hostOf(flag: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const wanted = "wanted an address like http://127.0.0.1:8900";
    throw new SettingsError(`--${flag} cannot be right; ${wanted}`, { usage: true });
  }
  return url.port === "" ? `${url.hostname}:${url.protocol === "https:" ? 443 : 80}` : url.host;
}
