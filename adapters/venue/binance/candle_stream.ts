import { intervalMs, isInterval, type VenueMarket } from "../../../engine/mod.ts";
import { calendarOpen } from "../info/calendar_candles.ts";
import { type BinanceCandle, binanceCandles, type CandlesOf } from "./binance_candles.ts";

/** The candles of one stream as they come: each that closes once, and now and then the one that forms. */
export class CandleStream {
  readonly #market: VenueMarket;
  readonly #of: CandlesOf;
  /** The open of the candle that was not told closed yet, or from which on none was, ms. */
  #openFrom: number;

  /** Tells of candles that close after `now`. */
  constructor(market: VenueMarket, of: CandlesOf, now: number) {
    this.#market = market;
    this.#of = of;
    this.#openFrom = this.#openOf(now);
  }

  /** Candles that have closed since the last look, oldest first. */
  closedBy(now: number): readonly BinanceCandle[] {
    const open = this.#openOf(now);
    if (open === this.#openFrom) return [];
    const range = { start: this.#openFrom, end: open - 1, limit: Infinity };
    this.#openFrom = open;
    return binanceCandles(this.#market, this.#of, range).filter(({ isClosed }) => isClosed);
  }

  /** The candle that forms now; null where none does. */
  formingAt(now: number): BinanceCandle | null {
    const [candle] = binanceCandles(this.#market, this.#of, { start: null, end: now, limit: 1 });
    return candle === undefined || candle.isClosed ? null : candle;
  }

  #openOf(time: number): number {
    const { interval } = this.#of;
    if (interval === "1s") return 0;
    if (!isInterval(interval)) return calendarOpen(interval, time);
    return Math.floor(time / intervalMs(interval)) * intervalMs(interval);
  }
}
