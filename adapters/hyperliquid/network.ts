/** One of the venue's two networks. */
export type HyperliquidNetwork = "mainnet" | "testnet";

/** Source: exchange-rules 9. */
const BASE_URLS: Readonly<Record<HyperliquidNetwork, string>> = {
  mainnet: "https://api.hyperliquid.xyz",
  testnet: "https://api.hyperliquid-testnet.xyz",
};

/** Where a network is reached over HTTP, without a slash at the end. */
export function hyperliquidUrl(network: HyperliquidNetwork): string {
  return BASE_URLS[network];
}

/** Where its streams are, beside an HTTP address. */
export function streamUrl(baseUrl: string): string {
  return `${baseUrl.replace(/^http/, "ws").replace(/\/$/, "")}/ws`;
}
