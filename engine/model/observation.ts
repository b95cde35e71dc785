import type { Position } from "./account.ts";
import type { Trade } from "./diary_entry.ts";
import type { Interval } from "./interval.ts";
import type { Fill, OpenOrder } from "./order.ts";
import type { PastDecision } from "./run_state.ts";
import type { ActiveTrade } from "./trade_book.ts";

/** The last values of one indicator output (or of the closes), oldest first; NaN where there is none yet. */
export interface Series {
  /** The latest value. */
  readonly last: number;
  /** The value `ago` candles before the latest; 0 is the latest. */
  at(ago: number): number;
  /** A copy of the last `count` values (all that are kept when not given), oldest first. */
  values(count?: number): number[];
}

/** Closed candles of one interval, and the indicators the agent declared for it. */
export interface IntervalView {
  readonly interval: Interval;
  /** The last closes, USD. */
  readonly closes: Series;
  /** Names of all declared outputs: "ema20", "macd12-26-9.line"; an only output goes by its indicator's id. */
  readonly outputs: readonly string[];
  /** One declared output by its name; an indicator's id alone is its first output. Throws on an undeclared one. */
  series(name: string): Series;
}

/** What is known of one asset at the cycle's start. */
export interface AssetView {
  readonly asset: string;
  readonly mark: number;
  readonly mid: number;
  /** How far the mid is from the last close of the decision interval, basis points: they may be of two markets. */
  readonly basisBps: number;
  readonly oracle: number | null;
  /** Hourly rate last known, as a fraction; null where it is not recorded. */
  readonly fundingHourly: number | null;
  /** The hourly rate × 24 × 365. */
  readonly fundingAnnualized: number | null;
  /** In coins; null where it is not recorded. */
  readonly openInterest: number | null;
  readonly position: Position | null;
  readonly intervals: readonly IntervalView[];
  /** The view of an interval; the decision interval when not given. Throws on an undeclared one. */
  on(interval?: Interval): IntervalView;
}

/** The account, as the venue and the diary tell it. */
export interface AccountView {
  readonly equityUsd: number;
  readonly balanceUsd: number;
  readonly freeUsd: number;
  /** Equity ÷ deposits − 1. */
  readonly totalReturn: number;
  readonly positions: readonly Position[];
  /** At most 50. */
  readonly openOrders: readonly OpenOrder[];
  readonly activeTrades: readonly ActiveTrade[];
  /** The last 10 decisions that were more than an idle hold. */
  readonly decisions: readonly PastDecision[];
  /** The last 20. */
  readonly fills: readonly Fill[];
  /** The last 20. */
  readonly closedTrades: readonly Trade[];
  /** Annualised, from daily equity; null while it cannot be told. */
  sharpe(): number | null;
}

/** An asset that could not be observed, and why. */
export interface Held {
  readonly asset: string;
  readonly reason: string;
}

/** All that an agent may know when it decides. */
export interface Observation {
  /** The close of the candle just closed: the moment of the decision, ms. */
  readonly close: number;
  readonly interval: Interval;
  readonly account: AccountView;
  /** The assets that can be observed, in the run's order. */
  readonly assets: readonly AssetView[];
  readonly held: readonly Held[];
}
