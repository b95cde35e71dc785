/**
 * Hyperliquid's market, read over its own protocol: instruments, contexts, candles and funding.
 * @module
 */
export type { PaidFunding } from "./info_wire.ts";
export { HyperliquidMarket, type HyperliquidMarketOptions } from "./hyperliquid_market.ts";
export type { HyperliquidInfoOptions } from "./hyperliquid_info.ts";
export { type CandlesWithin, HyperliquidReader } from "./hyperliquid_reader.ts";
export type { ListedInstruments } from "./instruments_wire.ts";
export type { StreamNote } from "./market_stream.ts";
export type { HyperliquidNetwork } from "./network.ts";
