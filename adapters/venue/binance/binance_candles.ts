import { intervalMs, isInterval, type ShownCandle, type VenueMarket } from "../../../engine/mod.ts";
import {
  calendarCandles,
  calendarClose,
  type CalendarInterval,
  calendarOpen,
} from "../info/calendar_candles.ts";
import type { BinanceInterval } from "./binance_product.ts";
import type { BinanceRange } from "./binance_query_wire.ts";

/** A candle with what Binance tells beside it. */
export interface BinanceCandle extends ShownCandle {
  /** What was paid for its volume, USD. */
  readonly quoteVolume: number;
  /** The part of the volume, and of what was paid, in which the buyer took. */
  readonly takerBuyVolume: number;
  readonly takerBuyQuote: number;
}

/** What candles are wanted of. */
export interface CandlesOf {
  readonly asset: string;
  readonly interval: BinanceInterval;
}

/**
 * Candles by their open times, oldest first, the forming one last: the newest so many, or with a start the first so many
 * from it on. An interval finer than the recording has none. Source: exchange-rules 8.1.
 */
export function binanceCandles(
  market: VenueMarket,
  { asset, interval }: CandlesOf,
  { start, end, limit }: BinanceRange,
): BinanceCandle[] {
  if (interval === "1s") return [];
  const candles = isInterval(interval)
    ? market.candles(asset, interval, {
      from: start === null ? 0 : Math.ceil(start / intervalMs(interval)) * intervalMs(interval),
      until: end ?? Infinity,
      most: limit,
      fromStart: start !== null,
    })
    : calendarCandlesOf(market, { asset, interval }, { start, end, limit });
  return candles.map((candle) => withTurnover(market, asset, candle));
}

function calendarCandlesOf(
  market: VenueMarket,
  { asset, interval }: { readonly asset: string; readonly interval: CalendarInterval },
  { start, end, limit }: BinanceRange,
): readonly ShownCandle[] {
  const { from, until } = market.span;
  const first = openAtOrAfter(interval, Math.max(start ?? from, calendarOpen(interval, from)));
  const last = Math.min(end ?? until, until);
  if (!(first <= last)) return [];
  // Up to the end of the last candle: its open is asked for, not its days.
  const days = market.candles(asset, "1d", {
    from: first,
    until: calendarClose(interval, calendarOpen(interval, last)) - 1,
    most: Infinity,
  });
  const candles = calendarCandles(interval, days);
  return start === null ? candles.slice(-limit) : candles.slice(0, limit);
}

function openAtOrAfter(interval: CalendarInterval, time: number): number {
  const open = calendarOpen(interval, time);
  return open >= time ? open : calendarClose(interval, open);
}

/** The tape's volume is cut to the size grid; what was paid and taken is told in the candle's own volume. */
function withTurnover(market: VenueMarket, asset: string, candle: ShownCandle): BinanceCandle {
  const { openTime, closeTime, volume, close } = candle;
  const tape = market.turnover(asset, { from: openTime, until: closeTime - 1 });
  if (tape.volume === 0) {
    return { ...candle, quoteVolume: volume * close, takerBuyVolume: 0, takerBuyQuote: 0 };
  }
  const scale = volume / tape.volume;
  return {
    ...candle,
    quoteVolume: tape.notionalUsd * scale,
    takerBuyVolume: tape.takerBuyVolume * scale,
    takerBuyQuote: tape.takerBuyNotionalUsd * scale,
  };
}
