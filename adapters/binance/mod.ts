/**
 * Binance's candles, of the USDⓈ-M perpetuals and of the spot market.
 * @module
 */
export { BinanceCandles, type FollowedCandles } from "./binance_candles.ts";
export { type BinanceHttpOptions, BinanceRefusal } from "./binance_http.ts";
export { type BinanceProduct, FUTURES, type Listing, SPOT } from "./binance_product.ts";
export { BinanceReader, type BinanceReaderOptions } from "./binance_reader.ts";
export type { StreamNote } from "./candle_stream.ts";
