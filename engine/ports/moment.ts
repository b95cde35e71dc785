import type { Interval } from "../model/interval.ts";
import type { Fault, Halt } from "../model/diary_entry.ts";
import type { Invalidation } from "../model/invalidation.ts";
import type { PositionSide, Side } from "../model/order.ts";

/** A value and the place of the diary line it came from, counted from 0: whoever doubts it can look there. */
export interface Traced<Value = number> {
  readonly value: Value;
  readonly seq: number;
}

/** A value that may not be known, and then comes from nowhere. */
export type MaybeTraced<Value = number> = Traced<Value> | null;

/** The account of a run at a moment; USD, and fractions. */
export interface MomentAccount {
  readonly equityUsd: MaybeTraced;
  readonly balanceUsd: MaybeTraced;
  /** Equity − balance. */
  readonly unrealizedPnlUsd: MaybeTraced;
  /** Σ size × mark. */
  readonly notionalUsd: MaybeTraced;
  /** Initial margin of all positions at the leverage they were opened with; null where a mark is not known. */
  readonly marginUsedUsd: MaybeTraced;
  /** What it began with. */
  readonly startUsd: MaybeTraced;
  /** Growth since, deposits and withdrawals taken out. */
  readonly totalReturn: MaybeTraced;
  /** Equity less that of 00:00 UTC, and less the day's deposits. */
  readonly dayPnlUsd: MaybeTraced;
  /** Fall from the highest growth so far, zero or below it. */
  readonly drawdown: MaybeTraced;
  readonly maxDrawdown: MaybeTraced;
}

/** What a run came to so far, each with the last line that changed it. */
export interface MomentTotals {
  readonly trades: Traced;
  readonly wins: Traced;
  /** Wins ÷ trades; null without a trade. */
  readonly winRate: MaybeTraced;
  readonly netPnlUsd: Traced;
  readonly feesUsd: Traced;
  /** What funding brought in (+) or cost (−). */
  readonly fundingUsd: Traced;
  readonly fills: Traced;
  readonly refusals: Traced;
  readonly faults: Traced;
  readonly longestNakedMs: Traced;
  /** Null where no model was asked. */
  readonly modelCostUsd: MaybeTraced;
  /** Questions of a model whose cost is not known. */
  readonly unpriced: number;
}

/** An open position as fills and intents tell it. */
export interface MomentPosition {
  readonly asset: string;
  readonly side: Traced<PositionSide>;
  /** In coins. */
  readonly size: Traced;
  readonly entryPrice: Traced;
  /** ms. */
  readonly openedAt: Traced;
  readonly leverage: MaybeTraced;
  readonly stop: MaybeTraced;
  readonly target: MaybeTraced;
  readonly exitPlan: MaybeTraced<string>;
  readonly invalidation: MaybeTraced<Invalidation>;
  readonly feesUsd: Traced;
  readonly fundingUsd: Traced;
  readonly mark: MaybeTraced;
  readonly unrealizedPnlUsd: MaybeTraced;
  readonly marginUsedUsd: MaybeTraced;
  readonly liquidationPrice: MaybeTraced;
}

/** A stop or target that waits at the venue, as its outcome tells. */
export interface MomentOrder {
  readonly asset: string;
  readonly leg: "stop" | "target";
  readonly side: Side;
  readonly clientOrderId: string;
  readonly triggerPrice: Traced;
  readonly limitPrice: Traced;
  /** In coins; null: the whole position. */
  readonly size: number | null;
}

/** A run as it stood after a line of its diary: everything here follows from the lines up to `seq`. */
export interface Moment {
  /** The last line taken in. */
  readonly seq: number;
  /** Of the last cycle or command, ms; null: there was none. */
  readonly close: number | null;
  /** Cycles so far, and the line of the last. */
  readonly cycles: Traced;
  readonly account: MomentAccount;
  readonly totals: MomentTotals;
  readonly positions: readonly MomentPosition[];
  readonly orders: readonly MomentOrder[];
  readonly paused: Traced<boolean>;
  readonly halt: MaybeTraced<Halt & { readonly since: number }>;
  readonly lastFault: MaybeTraced<Fault & { readonly close: number }>;
}

/** The indicators that a chart can show, by their ids. */
export const CHART_INDICATORS = [
  "ema20",
  "ema50",
  "bollinger20-2",
  "rsi14",
  "macd12-26-9",
  "atr14",
] as const;

/** One of them. */
export type ChartIndicator = typeof CHART_INDICATORS[number];

/** Which candles are to be drawn: the last ones that had closed at a moment. */
export interface ChartAsked {
  readonly asset: string;
  readonly interval: Interval;
  /** ms; candles that close later are not there yet. */
  readonly until: number;
  readonly count: number;
  readonly indicators: readonly ChartIndicator[];
}

/** Candles to be drawn, oldest first. */
export interface ChartCandles {
  readonly interval: Interval;
  /** What else there is, shortest first. */
  readonly intervals: readonly Interval[];
  /** Open time (ms), open, high, low, close, volume (coins). */
  readonly candles: readonly (readonly [number, number, number, number, number, number])[];
  /** By the name of an output, a value for each candle; null where there is none yet. */
  readonly indicators: { readonly [output: string]: readonly (number | null)[] };
}

/** The market of a run, as it was recorded: what a chart is drawn from. */
export interface ChartMarket {
  /** Candles; null where none of that asset and interval can be had. */
  candles(asked: ChartAsked): ChartCandles | null;
  /** The last known price of each asset at a moment (ms): the close of its last closed candle. */
  marks(at: number): ReadonlyMap<string, number>;
}
