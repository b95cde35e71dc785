import type { VenueMarket } from "../../../engine/mod.ts";
import type { BinanceCandle, CandlesOf } from "./binance_candles.ts";
import { fixedText } from "./fixed_text.ts";

/** How a market prints prices and sizes: with at least so many decimals. */
export interface PrintedDecimals {
  readonly price: number;
  readonly size: number;
}

/** The spot market prints eight decimals of everything. */
export const SPOT_DECIMALS: PrintedDecimals = { price: 8, size: 8 };

/** The futures print those of the grid. */
export function futuresDecimals({ szDecimals }: { readonly szDecimals: number }): PrintedDecimals {
  return { price: Math.max(1, 6 - szDecimals), size: szDecimals };
}

/** A row of twelve columns. Source: exchange-rules 8.3. */
export function candleRow(candle: BinanceCandle, { price, size }: PrintedDecimals): readonly unknown[] {
  return [
    candle.openTime,
    fixedText(candle.open, price),
    fixedText(candle.high, price),
    fixedText(candle.low, price),
    fixedText(candle.close, price),
    fixedText(candle.volume, size),
    candle.closeTime - 1,
    fixedText(candle.quoteVolume, price),
    candle.trades,
    fixedText(candle.takerBuyVolume, size),
    fixedText(candle.takerBuyQuote, price),
    "0",
  ];
}

/** What an event is told of. */
export interface CandleEventOf extends CandlesOf {
  readonly symbol: string;
  /** Market time, ms. */
  readonly time: number;
}

/** An event of a kline stream. Source: web-socket-streams of Binance's documentation. */
export function candleEvent(
  market: VenueMarket,
  candle: BinanceCandle,
  { asset, symbol, interval, time }: CandleEventOf,
): unknown {
  const { openTime, closeTime } = candle;
  const within = { from: openTime, until: closeTime - 1, most: 1 };
  const [first] = market.trades(asset, { ...within, fromStart: true });
  const [last] = market.trades(asset, within);
  return {
    e: "kline",
    E: time,
    s: symbol,
    k: {
      t: openTime,
      T: closeTime - 1,
      s: symbol,
      i: interval,
      f: first?.tradeId ?? -1,
      L: last?.tradeId ?? -1,
      o: fixedText(candle.open, SPOT_DECIMALS.price),
      c: fixedText(candle.close, SPOT_DECIMALS.price),
      h: fixedText(candle.high, SPOT_DECIMALS.price),
      l: fixedText(candle.low, SPOT_DECIMALS.price),
      v: fixedText(candle.volume, SPOT_DECIMALS.size),
      n: candle.trades,
      x: candle.isClosed,
      q: fixedText(candle.quoteVolume, SPOT_DECIMALS.price),
      V: fixedText(candle.takerBuyVolume, SPOT_DECIMALS.size),
      Q: fixedText(candle.takerBuyQuote, SPOT_DECIMALS.price),
      B: "0",
    },
  };
}
