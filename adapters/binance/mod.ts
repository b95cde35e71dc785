/**
 * Binance's candles, of the USDⓈ-M perpetuals and of the spot market.
 * @module
 */
export type { ArchiveFile, BinanceArchiveOptions } from "./binance_archive.ts";
export { BinanceCandles } from "./binance_candles.ts";
export { type BinanceHttpOptions, BinanceRefusal } from "./binance_http.ts";
export { type BinanceProduct, FUTURES, type Listing, SPOT } from "./binance_product.ts";
export type { BinanceReaderOptions } from "./binance_reader.ts";
export type { StreamNote } from "./candle_stream.ts";
export { type BinanceMarket, type BinanceOpened, openBinance } from "./open_binance.ts";
