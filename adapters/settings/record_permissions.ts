import { hostOf } from "./host_of.ts";
import { allowWrite } from "./write_permission.ts";

/** Where each market is asked when nothing else is said. Source: exchange-rules 8 and 9. */
const HYPERLIQUID = "https://api.hyperliquid.xyz";
const ARCHIVE = "https://data.binance.vision";
const BINANCE = { perp: "https://fapi.binance.com", spot: "https://api.binance.com" } as const;
/** The folder that is filled when none is named. */
const STORE = ".data";
/** The word after `record` that asks for what a run saw. */
export const FROM_RUN = "from-run";

/** `record from-run` writes into the folder of the run, or the one that is named, and reaches nobody. */
export function fromRunPermissions(
  words: readonly string[],
  typed: (flag: string) => string | undefined,
): string[] {
  const run = words[words.indexOf(FROM_RUN) + 1] ?? "";
  const own = [typed("runs") ?? "runs", ...(/[\\/]/.test(run) ? [run] : [])];
  const data = typed("data");
  return ["--no-prompt", "--allow-read", allowWrite(data === undefined ? own : [data])];
}

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
    allowWrite([typed("data") ?? STORE]),
    `--allow-net=${[...new Set(hosts)].join(",")}`,
  ];
}
