import type { ExchangeState } from "../model/account.ts";
import type { Interval } from "../model/interval.ts";
import type { FundingRates, MarketContext } from "../model/market_context.ts";
import type { LegOutcome, OrderLookup, Outcome } from "../model/order.ts";
import type { Command } from "./commands.ts";
import type { ExchangeFaultKind } from "./exchange_fault.ts";
import type { MarketFaultKind } from "./market_fault.ts";

/** A closed candle: open time (ms), open, high, low, close, volume (coins). */
export type SeenCandle = readonly [number, number, number, number, number, number];

/** A closed candle that orders settle on: close time (ms), then as {@link SeenCandle}. */
export type SeenSettled = readonly [number, ...SeenCandle];

/** What the market had of an asset beside its context, kept so that a run saw all that a backtest of it wants. */
export interface SeenBeside {
  readonly asset: string;
  /** What orders would have settled on. */
  readonly finest: readonly SeenSettled[];
  readonly funding?: FundingRates | undefined;
}

/** What an exchange that is not simulated answered; which call it was stands beside it. */
export type SeenExchangeAnswer =
  | { readonly call: "sync"; readonly answer: ExchangeState }
  | { readonly call: "setLeverage"; readonly answer: Outcome }
  | { readonly call: "submit"; readonly answer: readonly LegOutcome[] }
  | { readonly call: "cancel"; readonly answer: readonly Outcome[] }
  | { readonly call: "find"; readonly answer: OrderLookup };

/**
 * What came to a run from outside, in the order in which it was asked for. Candles stand in it once each: in the answer
 * they were new in.
 */
export type SeenEntry =
  /** Readings of the clock one after another, ms. */
  | { readonly kind: "clock"; readonly times: readonly number[] }
  | {
    readonly kind: "candles";
    readonly asset: string;
    readonly interval: Interval;
    readonly rows: readonly SeenCandle[];
  }
  | { readonly kind: "finest"; readonly asset: string; readonly rows: readonly SeenSettled[] }
  | {
    readonly kind: "contexts";
    readonly contexts: readonly MarketContext[];
    /** What nobody asked for and was new; not there: nothing. */
    readonly beside?: readonly SeenBeside[];
  }
  | { readonly kind: "funding"; readonly asset: string; readonly rates: FundingRates }
  | ({ readonly kind: "exchange" } & SeenExchangeAnswer)
  /** By how much the exchange's clock was ahead of the run's, ms; null: that was not known. */
  | { readonly kind: "skew"; readonly ms: number | null }
  | { readonly kind: "commands"; readonly commands: readonly Command[] }
  /** The model answered; the answer stands in the run's cassette. `isAborted`: it was not waited for any more. */
  | { readonly kind: "chat"; readonly isAborted?: true }
  /** No process was there from after one moment to another, ms. */
  | { readonly kind: "resumed"; readonly after: number; readonly until: number }
  /** Somebody interrupted the run. */
  | { readonly kind: "interrupted" }
  /** A line is about to be written; `seq` is its place, counted from 0. `isEnd`: nothing is under way after it. */
  | { readonly kind: "line"; readonly seq: number; readonly isEnd: boolean }
  /** So many entries before this one do not count: their cycle was left, and its time has passed. */
  | { readonly kind: "forget"; readonly entries: number }
  /** There was no answer; `message` says why, `of` what kind of fault it was where that is known; `by`: of the exchange. */
  | {
    readonly kind: "fault";
    readonly message: string;
    readonly of: MarketFaultKind | null;
    readonly by?: undefined;
  }
  | {
    readonly kind: "fault";
    readonly message: string;
    readonly of: ExchangeFaultKind | null;
    readonly by: "exchange";
  };

/** Where a run keeps what it saw. */
export interface SeenStore {
  /** What was kept before this process, oldest first. */
  entries(): Iterable<SeenEntry>;
  /** Hands an entry to the system: a process that is killed afterwards has kept it. */
  append(entry: SeenEntry): void;
  /** Resolves when everything appended so far is as safe as this store can make it. */
  commit(): Promise<void>;
}
