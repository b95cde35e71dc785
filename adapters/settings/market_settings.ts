import { hostOf } from "./host_of.ts";

/** Source: exchange-rules 9 and 8.2. */
const HYPERLIQUID: Readonly<Record<string, string>> = {
  mainnet: "https://api.hyperliquid.xyz",
  testnet: "https://api.hyperliquid-testnet.xyz",
};
const BINANCE = "https://fapi.binance.com";
/** Its streams are at a host of their own; those of a venue of one's own are beside its answers. */
const BINANCE_STREAMS = "https://fstream.binance.com";

/**
 * The hosts that live prices come from, with their ports. With a venue of one's own in Hyperliquid's place, Binance's
 * candles are asked for there too where no other address is named. Throws a SettingsError for an address that is none.
 */
export function marketHosts(typed: (flag: string) => string | undefined): string[] {
  const own = typed("hyperliquid");
  const hyperliquid = own ?? HYPERLIQUID[typed("network") ?? "mainnet"] ?? HYPERLIQUID.mainnet;
  const binance = typed("binance") ?? own ?? BINANCE;
  const streams = binance === BINANCE ? [hostOf("binance", BINANCE_STREAMS)] : [];
  return [...new Set([hostOf("hyperliquid", hyperliquid), hostOf("binance", binance), ...streams])];
}
