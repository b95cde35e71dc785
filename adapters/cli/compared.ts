import type { JsonValue, MemoryGrade, Metrics } from "../../engine/mod.ts";

/** From where to where a figure lies, at 95 %. */
export interface ShownInterval {
  readonly low: number;
  readonly high: number;
}

/** A figure of the first run less that of another. */
export interface ShownDifference {
  readonly value: number;
  readonly interval: ShownInterval;
  readonly p: number | null;
}

/** What was tried on data that overlaps. */
export interface ShownTrials {
  readonly raw: number;
  readonly effective: number | null;
  readonly variance: number;
  readonly known: number;
}

/** What a run's own days say of its skill. */
export interface ShownEvidence {
  readonly days: number;
  readonly sharpe: number | null;
  readonly probabilisticSharpe: number | null;
  readonly minimumTrackRecordDays: number | null;
  readonly trials: ShownTrials | null;
  readonly deflatedSharpe: { readonly raw: number | null; readonly effective: number | null } | null;
}

/** One of the runs that are compared. */
export interface ShownSide {
  readonly id: string;
  readonly agent: string;
  readonly metrics: Metrics;
  readonly memory: MemoryGrade | null;
  readonly synthetic: boolean;
  readonly evidence: ShownEvidence;
}

/** Closed trades and what they came to. */
export interface ShownTradeCount {
  readonly trades: number;
  readonly netPnlUsd: number;
}

/** The first decision time at which two runs are not the same. */
export interface ShownParting {
  readonly close: number;
  readonly lines: readonly [number, number];
  readonly entry: string;
  readonly field: string;
  readonly values: readonly [JsonValue, JsonValue];
  readonly cause: string;
}

/** The test of paired days. */
export interface ShownTest {
  readonly days: number;
  readonly blockLength: number;
  readonly optimalBlockLength: number;
  readonly draws: number;
  readonly seed: number;
  readonly meanReturn: ShownDifference & {
    readonly sensitivity: readonly { readonly blockLength: number; readonly interval: ShownInterval }[];
  };
  readonly sharpe: ShownDifference | null;
  readonly maxDrawdown: ShownDifference;
}

/** What the first run is to another one. */
export interface ShownPair {
  readonly of: readonly [string, string];
  readonly parting: { readonly parting: ShownParting | null; readonly same: number };
  readonly trades: {
    readonly matched: readonly [ShownTradeCount, ShownTradeCount];
    readonly onlyFirst: ShownTradeCount;
    readonly onlySecond: ShownTradeCount;
  };
  readonly agreement: {
    readonly points: number;
    readonly equal: number;
    readonly acted: number;
    readonly actedEqual: number;
  };
  readonly test: ShownTest | null;
  readonly refused: string | null;
  readonly adjustedP: number | null;
  readonly standing: "first" | "second" | "open" | "sensitive" | "many" | null;
}

/** Runs side by side. */
export interface ShownComparison {
  readonly runs: readonly ShownSide[];
  readonly settings: readonly { readonly name: string; readonly values: readonly JsonValue[] }[];
  readonly days: { readonly from: number; readonly until: number; readonly count: number } | null;
  readonly pairs: readonly ShownPair[];
}

/** A family, the highest Sharpe ratio first. */
export interface ShownRanking {
  readonly ranked: readonly ShownSide[];
  readonly variants: number;
  readonly settings: ShownComparison["settings"];
  readonly days: ShownComparison["days"];
  readonly ability: {
    readonly statistic: number;
    readonly p: { readonly lower: number; readonly consistent: number; readonly upper: number };
    readonly realityCheck: { readonly p: { readonly consistent: number } };
  } | null;
  readonly benchmark: string | null;
  readonly blockLength: number | null;
  readonly overfitting: {
    readonly probability: number;
    readonly lossProbability: number;
    readonly splits: number;
    readonly trimmed: number;
  } | null;
  readonly draws: number;
  readonly seed: number;
  readonly refused: readonly string[];
}

/** What stands for a run in tables and sentences: A, B, C … */
export function letterOf(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}
