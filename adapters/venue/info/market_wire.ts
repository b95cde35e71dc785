import {
  type Book,
  type BookLevel,
  HOUR_MS,
  type HourlyFunding,
  type Instrument,
  type MarketContext,
  type MarketDay,
  type ShownCandle,
  type TapeTrade,
} from "../../../engine/mod.ts";
import { NOBODY } from "../fields_wire.ts";
import { decimalText } from "../number_text.ts";
import { type BookGrouping, groupLevels } from "./book_grouping.ts";
import { entryHash, rounded, sideLetter } from "./words_wire.ts";

/** How many levels a side the venue shows. */
export const BOOK_LEVELS = 20;
/** A coarser grid swallows levels: from so many raw ones a side it is filled. */
const RAW_LEVELS = 400;
/** Decimals of rates, premiums and sums of volumes. Source: recorded contexts. */
const DECIMALS = 10;
/** What is traded for an impact price, USDC. Source: exchange-rules 3.2. */
const IMPACT_USD = 6_000;
const LARGE_IMPACT_USD = 20_000;
const LARGE = ["BTC", "ETH"];
/** Decimals of a perpetual's price: so many less its size's. */
const PRICE_DECIMALS = 6;
/** The part of the rate that does not come from the premium, and how far it reaches, both for eight hours. */
const INTEREST = 0.0001;
const REACH = 0.0005;
const HOURS = 8;

/** A level as the venue shows it. */
export interface LevelRow {
  readonly px: string;
  readonly sz: string;
  readonly n: number;
}

/** How much of a book is wanted, and how coarse. */
export interface BookRequest {
  readonly grouping: BookGrouping | null;
  /** A side. */
  readonly levels: number;
}

/** How many raw levels a side a request needs. */
export function rawLevels({ grouping, levels }: BookRequest): number {
  return grouping === null ? levels : RAW_LEVELS;
}

/**
 * A book. `n` counts orders on the venue; here every raw level is one. Its spread stands in a coarse one only.
 */
export function bookRow(coin: string, book: Book, { grouping, levels }: BookRequest) {
  const side = (name: "bids" | "asks"): LevelRow[] =>
    groupLevels(book[name], name, grouping).slice(0, levels).map((level) => ({
      px: decimalText(level.price),
      sz: decimalText(rounded(level.size, DECIMALS)),
      n: level.levels,
    }));
  const row = { coin, time: book.time, levels: [side("bids"), side("asks")] as const };
  const [bid, ask] = [book.bids.at(0), book.asks.at(0)];
  if (grouping === null || bid === undefined || ask === undefined) return row;
  return { ...row, spread: decimalText(rounded(ask.price - bid.price, DECIMALS)) };
}

/** The best price of each side, null where there is none. */
export function bestRow(coin: string, book: Book) {
  const level = (one: BookLevel | undefined): LevelRow | null =>
    one === undefined ? null : { px: decimalText(one.price), sz: decimalText(one.size), n: 1 };
  return { coin, time: book.time, bbo: [level(book.bids.at(0)), level(book.asks.at(0))] as const };
}

/** A trade of the tape; nobody of this venue took part in it. */
export function tradeRow({ asset, side, price, size, time, tradeId }: TapeTrade) {
  return {
    coin: asset,
    side: sideLetter(side),
    px: decimalText(price),
    sz: decimalText(size),
    time,
    hash: entryHash(time, tradeId),
    tid: tradeId,
    users: [NOBODY, NOBODY] as const,
  };
}

/** A candle; the venue's close time is the last moment that belongs to it. */
export function candleRow(coin: string, interval: string, candle: ShownCandle) {
  return {
    t: candle.openTime,
    T: candle.closeTime - 1,
    s: coin,
    i: interval,
    o: decimalText(candle.open),
    c: decimalText(candle.close),
    h: decimalText(candle.high),
    l: decimalText(candle.low),
    v: decimalText(rounded(candle.volume, DECIMALS)),
    n: candle.trades,
  };
}

/** Mids by coin; where a book is empty, the last price stands in. Source: exchange-rules 4. */
export function midsRow(contexts: readonly MarketContext[]): Record<string, string> {
  const mids: Record<string, string> = {};
  for (const { asset, mid, mark } of contexts) {
    const price = mid ?? mark;
    if (price !== null) mids[asset] = decimalText(price);
  }
  return mids;
}

/** What a context is shown from. */
export interface ContextParts {
  readonly instrument: Instrument;
  readonly context: MarketContext;
  readonly day: MarketDay;
  readonly book: Book;
}

/**
 * The context of an asset. What is not recorded is zero (open interest), and an asset without a price a day ago has
 * not moved since. Without a mid there are no impact prices and no premium, as with a delisted one.
 */
export function contextRow({ instrument, context, day, book }: ContextParts) {
  const { mark, mid, oracle, funding } = context;
  const impact = mid === null ? null : impactPrices(book, instrument);
  return {
    funding: decimalText(rounded(funding ?? 0, DECIMALS)),
    openInterest: decimalText(context.openInterest ?? 0),
    prevDayPx: decimalText(day.previousPrice ?? mark ?? 0),
    dayNtlVlm: decimalText(rounded(day.notionalUsd, DECIMALS)),
    premium: impact === null || oracle === null
      ? null
      : decimalText(rounded(premium(impact, oracle), DECIMALS)),
    oraclePx: decimalText(oracle ?? 0),
    markPx: decimalText(mark ?? 0),
    midPx: mid === null ? null : decimalText(mid),
    impactPxs: impact === null ? null : impact.map(decimalText),
    dayBaseVlm: decimalText(rounded(day.volume, DECIMALS)),
  };
}

/** The average price of selling and of buying the impact notional; null where a side is empty. */
function impactPrices(book: Book, { symbol, szDecimals }: Instrument): readonly [number, number] | null {
  const notional = LARGE.includes(symbol) ? LARGE_IMPACT_USD : IMPACT_USD;
  const bid = averagePrice(book.bids, notional);
  const ask = averagePrice(book.asks, notional);
  if (bid === null || ask === null) return null;
  return [rounded(bid, PRICE_DECIMALS - szDecimals), rounded(ask, PRICE_DECIMALS - szDecimals)];
}

/** Of as much as there is where the levels do not hold that much. */
function averagePrice(levels: readonly BookLevel[], notional: number): number | null {
  let cost = 0;
  let size = 0;
  for (const level of levels) {
    const taken = Math.min(level.size, (notional - cost) / level.price);
    cost += taken * level.price;
    size += taken;
    if (cost >= notional) break;
  }
  return size > 0 ? cost / size : null;
}

/** Source: exchange-rules 3.2. */
function premium([bid, ask]: readonly [number, number], oracle: number): number {
  return (Math.max(bid - oracle, 0) - Math.max(oracle - ask, 0)) / oracle;
}

/**
 * An hour's funding. The recording holds the rate only: the premium is the one that gives it, and where the rate is
 * that of the interest alone, the interest. Source: exchange-rules 3.2.
 */
export function fundingRateRow(coin: string, { time, rate }: HourlyFunding) {
  const above = rate * HOURS - INTEREST;
  const of = Math.abs(above) < 10 ** -DECIMALS ? INTEREST : rate * HOURS + Math.sign(above) * REACH;
  return {
    coin,
    fundingRate: decimalText(rounded(rate, DECIMALS)),
    premium: decimalText(rounded(of, DECIMALS)),
    time,
  };
}

/** What the next hour is expected to cost, on this venue. */
export function predictedFundingRow({ asset, funding, time }: MarketContext) {
  const fundingRate = decimalText(rounded(funding ?? 0, DECIMALS));
  const nextFundingTime = (Math.floor(time / HOUR_MS) + 1) * HOUR_MS;
  return [asset, [["HlPerp", { fundingRate, nextFundingTime }]]] as const;
}
