import {
  type Book,
  DAY_MS,
  dayStart,
  type Instrument,
  type Interval,
  intervalMs,
  isInterval,
  type ShownCandle,
  type ShownRange,
  type TimeRange,
} from "../../../engine/mod.ts";
import type { House } from "../house.ts";
import { calendarCandles, type CalendarInterval, calendarOpen } from "./calendar_candles.ts";
import { FEE_DAYS } from "./fees_wire.ts";
import {
  bestRow,
  BOOK_LEVELS,
  type BookRequest,
  bookRow,
  candleRow,
  contextRow,
  midsRow,
  predictedFundingRow,
  rawLevels,
  tradeRow,
} from "./market_wire.ts";
import { metaRow } from "./meta_wire.ts";

/** The intervals the venue has. Source: exchange-rules 5.2. */
export const WIRE_INTERVALS = [
  "1m",
  "3m",
  "5m",
  "15m",
  "30m",
  "1h",
  "2h",
  "4h",
  "8h",
  "12h",
  "1d",
  "3d",
  "1w",
  "1M",
] as const;

/** An interval of the venue. */
export type WireInterval = typeof WIRE_INTERVALS[number];

/** Only so many candles of an interval exist. Source: exchange-rules 5.2. */
const MOST_CANDLES = 5000;
/** No request is longer on its way, ms. */
const WAY_MS = 60_000;
/** How many trades are recent. */
const RECENT_TRADES = 10;

/** The market as the wire shows it. What is dear and the same until the market moves is made once. */
export class MarketView {
  readonly #house: House;
  readonly #instruments: ReadonlyMap<string, Instrument>;
  /** Instruments never change while a venue is open. */
  readonly meta: ReturnType<typeof metaRow>;
  #contexts: { readonly time: number; readonly rows: readonly ReturnType<typeof contextRow>[] } | null = null;

  constructor(house: House) {
    this.#house = house;
    const { instruments } = house.world.market;
    this.#instruments = new Map(instruments.map((one) => [one.symbol, one]));
    this.meta = metaRow(instruments);
  }

  /** Null: no such coin. */
  instrument(coin: string): Instrument | null {
    return this.#instruments.get(coin) ?? null;
  }

  /** All coins, in their order. */
  get coins(): readonly string[] {
    return [...this.#instruments.keys()];
  }

  /** The contexts of all coins, in their order. */
  contexts(): readonly ReturnType<typeof contextRow>[] {
    const time = this.#house.now();
    if (this.#contexts?.time === time) return this.#contexts.rows;
    const { market } = this.#house.world;
    const contexts = market.contexts(this.coins);
    const rows = market.instruments.map((instrument, index) => {
      const { symbol } = instrument;
      const book = market.book(symbol, BOOK_LEVELS);
      return contextRow({ instrument, context: contexts[index], day: market.day(symbol), book });
    });
    this.#contexts = { time, rows };
    return rows;
  }

  /** The context of a coin there is. */
  context(coin: string): ReturnType<typeof contextRow> {
    return this.contexts()[this.coins.indexOf(coin)];
  }

  /** Mids of all coins. */
  mids(): Record<string, string> {
    return midsRow(this.#house.world.market.contexts(this.coins));
  }

  /** What funding is expected to be, of all coins. */
  predictedFundings(): readonly unknown[] {
    return this.#house.world.market.contexts(this.coins).map(predictedFundingRow);
  }

  /** The book of a coin there is. */
  book(coin: string, request: BookRequest): ReturnType<typeof bookRow> {
    return bookRow(coin, this.#book(coin, rawLevels(request)), request);
  }

  /** The best prices of a coin there is. */
  best(coin: string): ReturnType<typeof bestRow> {
    return bestRow(coin, this.#book(coin, 1));
  }

  /** Trades of a time, oldest first. */
  trades(coin: string, range: TimeRange, most: number): readonly ReturnType<typeof tradeRow>[] {
    return this.#house.world.market.trades(coin, { ...range, most }).map(tradeRow);
  }

  /** The last trades up to a moment, oldest first. */
  recentTrades(coin: string, until: number): readonly ReturnType<typeof tradeRow>[] {
    return this.trades(coin, { from: until - DAY_MS, until }, RECENT_TRADES);
  }

  /** Candles that have anything of them in a time, oldest first, as far as the venue keeps them. */
  candles(coin: string, interval: WireInterval, asked: TimeRange): readonly ReturnType<typeof candleRow>[] {
    const now = this.#house.now();
    const range = asked.from > now ? this.#byMarketTime(asked) : asked;
    const until = Math.min(range.until, now);
    if (range.from > until) return [];
    const shown = isInterval(interval)
      ? this.#candles(coin, interval, { from: Math.max(range.from, oldest(now, interval)), until })
      : calendarCandles(
        interval as CalendarInterval,
        this.#days(coin, interval as CalendarInterval, { ...range, until }),
      );
    return shown.map((candle) => candleRow(coin, interval, candle));
  }

  /** Candles in our own words: for streams, which tell closed ones from a forming one. */
  shownCandles(coin: string, interval: WireInterval, range: ShownRange): readonly ShownCandle[] {
    if (isInterval(interval)) return this.#house.world.market.candles(coin, interval, range);
    const days = this.#days(coin, interval as CalendarInterval, range);
    return calendarCandles(interval as CalendarInterval, days).slice(-range.most);
  }

  /** What the market traded on each of the last UTC days that {@link FEE_DAYS} asks for, USD. */
  tradedByDay(): ReadonlyMap<number, number> {
    const until = this.#house.now();
    const from = dayStart(until) - FEE_DAYS * DAY_MS;
    const days = new Map<number, number>();
    for (const coin of this.coins) {
      for (const { openTime, close, volume } of this.#candles(coin, "1d", { from, until })) {
        days.set(openTime, (days.get(openTime) ?? 0) + close * volume);
      }
    }
    return days;
  }

  /**
   * A window that begins after now: whoever asks for the last so many candles by a clock of their own (ccxt does) means
   * the wall's, and is shown those before now. The venue itself, which lives by the wall, has no such case.
   */
  #byMarketTime({ from, until }: TimeRange): TimeRange {
    const wallNow = this.#house.wallNow();
    const ahead = wallNow - this.#house.now();
    // Its now was a moment ago.
    const isNow = until > wallNow - WAY_MS;
    return { from: from - ahead, until: isNow ? this.#house.now() : until - ahead };
  }

  #book(coin: string, levels: number): Book {
    return this.#house.world.market.book(coin, levels);
  }

  #candles(coin: string, interval: Interval, range: TimeRange): readonly ShownCandle[] {
    return this.#house.world.market.candles(coin, interval, { ...range, most: MOST_CANDLES });
  }

  #days(coin: string, interval: CalendarInterval, { from, until }: TimeRange): readonly ShownCandle[] {
    return this.#candles(coin, "1d", { from: calendarOpen(interval, from), until });
  }
}

/** The open of the oldest candle there still is. */
function oldest(now: number, interval: Interval): number {
  const length = intervalMs(interval);
  return (Math.floor(now / length) - MOST_CANDLES + 1) * length + 1;
}
