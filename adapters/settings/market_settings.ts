import { hostOf } from "./host_of.ts";
import { MARKET_VARIABLES, type Variables } from "./variables.ts";

type MarketVariable = typeof MARKET_VARIABLES[number];

/** The flag that says the same as a variable, without its hyphens. */
const FLAGS: Readonly<Record<MarketVariable, string>> = {
  HYPERLIQUID_NETWORK: "network",
  HYPERLIQUID_BASE_URL: "hyperliquid",
  BINANCE_BASE_URL: "binance",
  ASSETS: "assets",
  INTERVAL: "interval",
  RISK_PROFILE: "risk",
};

/** Source: exchange-rules 9 and 8.2. */
const HYPERLIQUID: Readonly<Record<string, string>> = {
  mainnet: "https://api.hyperliquid.xyz",
  testnet: "https://api.hyperliquid-testnet.xyz",
};
const BINANCE = "https://fapi.binance.com";
/** Its streams are at a host of their own; those of a venue of one's own are beside its answers. */
const BINANCE_STREAMS = "https://fstream.binance.com";

/** The words of a command on live prices, with flags for the variables that are set and were not typed. */
export function withVariables(
  words: readonly string[],
  variables: Variables,
  typed: (flag: string) => string | undefined,
): string[] {
  const added = MARKET_VARIABLES.flatMap((name) => {
    const value = variables[name];
    return value === undefined || typed(FLAGS[name]) !== undefined ? [] : [`--${FLAGS[name]}=${value}`];
  });
  return [...words, ...added];
}

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
