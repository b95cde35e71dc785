/** A market's name for an asset, and how many of its coins one of ours is. */
export interface Listing {
  readonly symbol: string;
  /** Powers of ten by which one coin of ours is more than one of theirs: 3 where a kPEPE is a thousand PEPE. */
  readonly exponent: 0 | 3;
}

/** One of Binance's two markets, as far as its candles differ. Source: exchange-rules 8.1 to 8.4. */
export interface BinanceProduct {
  /** The source its candles are recorded under. */
  readonly source: "binance-perp" | "binance-spot";
  readonly restUrl: string;
  readonly streamUrl: string;
  /** Where its paths begin. */
  readonly path: string;
  /** Where its candles lie in the archive. */
  readonly archivePath: string;
  /** Weight that an address may use in a minute. */
  readonly weightLimit: number;
  readonly candlesWeight: (limit: number) => number;
  /** Its name for an asset of ours. */
  listing(asset: string): Listing;
}

/** A thousand of a small coin. Source: exchange-rules 1.1. */
const THOUSAND = /^k(?=[A-Z])/;
const QUOTE = "USDT";

/** USDⓈ-M perpetuals: they trade thousands of small coins as well, under names of their own (1000PEPEUSDT). */
export const FUTURES: BinanceProduct = {
  source: "binance-perp",
  restUrl: "https://fapi.binance.com",
  streamUrl: "wss://fstream.binance.com/market/stream",
  path: "/fapi/v1/",
  archivePath: "futures/um",
  weightLimit: 2400,
  candlesWeight: (limit) => limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10,
  listing: (asset) => ({ symbol: `${asset.replace(THOUSAND, "1000")}${QUOTE}`, exponent: 0 }),
};

/** The spot market: of a small coin one by one. */
export const SPOT: BinanceProduct = {
  source: "binance-spot",
  restUrl: "https://api.binance.com",
  streamUrl: "wss://stream.binance.com:9443/stream",
  path: "/api/v3/",
  archivePath: "spot",
  weightLimit: 6000,
  candlesWeight: () => 2,
  listing: (asset) => ({
    symbol: `${asset.replace(THOUSAND, "")}${QUOTE}`,
    exponent: THOUSAND.test(asset) ? 3 : 0,
  }),
};

/** Where the streams are beside an HTTP address: a venue of one's own has them at the same host. */
export function streamUrlOf(product: BinanceProduct, baseUrl: string): string {
  if (baseUrl === product.restUrl) return product.streamUrl;
  return `${baseUrl.replace(/^http/, "ws")}/stream`;
}
