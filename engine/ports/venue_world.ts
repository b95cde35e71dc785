import type { Instrument } from "../model/instrument.ts";
import type { Interval } from "../model/interval.ts";
import type { MarketContext } from "../model/market_context.ts";
import type { FundingPayment, Side, Transfer } from "../model/order.ts";
import type { OrderRecord } from "../model/venue_order.ts";
import type { Book, TimeRange, Venue, VenueFill } from "./venue.ts";

/** A candle as a venue shows it: as it was recorded, or forming as far as the market has come. */
export interface ShownCandle {
  /** ms. */
  readonly openTime: number;
  /** Open time and interval, ms. */
  readonly closeTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In coins. */
  readonly volume: number;
  /** How many trades the tape shows in it. */
  readonly trades: number;
  readonly isClosed: boolean;
}

/** A trade on the market's tape. */
export interface TapeTrade {
  readonly asset: string;
  /** ms. */
  readonly time: number;
  /** The side that took. */
  readonly side: Side;
  readonly price: number;
  /** In coins. */
  readonly size: number;
  /** Rises with time within an asset. */
  readonly tradeId: number;
}

/** What the tape shows of a time, summed. */
export interface Turnover {
  readonly trades: number;
  /** In coins, and what was paid for it, USD. */
  readonly volume: number;
  readonly notionalUsd: number;
  /** The part of it in which the buyer took. */
  readonly takerBuyVolume: number;
  readonly takerBuyNotionalUsd: number;
}

/** What the twenty-four hours before a moment were like. */
export interface MarketDay {
  /** The price a day ago, USD; null where there was none yet. */
  readonly previousPrice: number | null;
  /** In coins. */
  readonly volume: number;
  /** Σ close × volume of its candles, USD. */
  readonly notionalUsd: number;
}

/** The rate of one hour's funding. */
export interface HourlyFunding {
  /** The hour it is paid at, ms. */
  readonly time: number;
  /** As a fraction. */
  readonly rate: number;
}

/** Which candles are wanted: those that have anything of them in a time, the newest so many of them. */
export interface ShownRange extends TimeRange {
  readonly most: number;
  /** Where there are more: the first of them in place of the newest. */
  readonly fromStart?: boolean;
}

/** A recorded market at a moment: it never shows anything later than its clock's now. */
export interface VenueMarket {
  readonly instruments: readonly Instrument[];
  /** From the first candle's open to the last close of any asset, ms. */
  readonly span: TimeRange;
  /** The first moment after `time` (ms) at which a candle that orders settle on closes; null: none does any more. */
  nextClose(time: number): number | null;
  /** Mark, mid, oracle and funding of assets, in their order. */
  contexts(assets: readonly string[]): readonly MarketContext[];
  /** Candles, oldest first, the forming one last; none where the recording is coarser than the interval. */
  candles(asset: string, interval: Interval, range: ShownRange): readonly ShownCandle[];
  /** The trades of a time, oldest first, at most the newest so many. */
  trades(asset: string, range: ShownRange): readonly TapeTrade[];
  /** The trades of a time, summed. */
  turnover(asset: string, range: TimeRange): Turnover;
  /** A book of so many levels a side around the price of the moment. */
  book(asset: string, levels: number): Book;
  /** The last twenty-four hours. */
  day(asset: string): MarketDay;
  /** Hourly rates paid in a time, oldest first. */
  funding(asset: string, range: TimeRange): readonly HourlyFunding[];
}

/** What an account pays for trading. */
export interface VenueFees {
  /** Fractions of the notional; below zero it is a rebate. */
  readonly takerRate: number;
  readonly makerRate: number;
  /** What was traded on each UTC day that had a fill, oldest first, USD. */
  readonly days: readonly {
    readonly day: number;
    readonly takenUsd: number;
    readonly madeUsd: number;
  }[];
}

/** How far the changes of an account are known. */
export interface ChangeMark {
  readonly orders: number;
  readonly fills: number;
  readonly funding: number;
}

/** What happened in an account, each list oldest first. */
export interface AccountChanges {
  readonly mark: ChangeMark;
  /** One entry for each status an order came to, as it was then. */
  readonly orders: readonly OrderRecord[];
  readonly fills: readonly VenueFill[];
  readonly funding: readonly FundingPayment[];
}

/** An account of the venue with what a wire tells of it beside orders. Calls are answered one after another. */
export interface VenueAccount extends Venue {
  /** The rates in force, and what they go by. */
  fees(): Promise<VenueFees>;
  /** Money that came in or went out, oldest first. */
  transfers(range: TimeRange): Promise<readonly Transfer[]>;
  /** Leverage and margin mode in force for an asset. */
  leverage(asset: string): Promise<{ readonly leverage: number; readonly isCross: boolean }>;
  /** What happened since; null: nothing is told but how far it is known. */
  changesAfter(mark: ChangeMark | null): Promise<AccountChanges>;
  /** Equity over time, ms and USD, oldest first: at its start, after what changed the balance, and now. */
  equityHistory(): Promise<readonly { readonly time: number; readonly equityUsd: number }[]>;
}

/** A recorded market and everybody who trades on it. */
export interface VenueWorld {
  readonly market: VenueMarket;
  /** The account of an address, opened with the balance a newcomer gets where there is none yet. */
  open(address: string): VenueAccount;
  /** The account of an address; null where it was never opened. */
  find(address: string): VenueAccount | null;
  /** Everybody who has an account, in the order they came. */
  readonly accounts: ReadonlyMap<string, VenueAccount>;
}
