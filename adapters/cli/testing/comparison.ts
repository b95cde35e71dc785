/** A made-up comparison: figures that are easy to find again in what is shown. */

import type { RunManifest } from "../../../engine/mod.ts";
import type { ShownComparison, ShownPair, ShownRanking, ShownSide, ShownTest } from "../compared.ts";
import { MANIFEST, METRICS } from "./sample.ts";

/** A run without a model on real candles. */
export function side(id: string, more: Partial<ShownSide> = {}): ShownSide {
  return {
    id,
    agent: "trend",
    metrics: METRICS,
    memory: null,
    synthetic: false,
    evidence: {
      days: 365,
      sharpe: 0.84,
      probabilisticSharpe: 0.8,
      minimumTrackRecordDays: 1400.2,
      trials: null,
      deflatedSharpe: null,
    },
    ...more,
  };
}

/** The manifest of such a run. */
export function manifestOf(id: string, more: Partial<RunManifest> = {}): RunManifest {
  return { ...MANIFEST, id, settings: { assets: ["BTC"], interval: "15m" }, metrics: METRICS, ...more };
}

/** A test whose daily interval goes from low to high, in basis points. */
export function testOf(low: number, high: number): ShownTest {
  const interval = { low: low / 10_000, high: high / 10_000 };
  return {
    days: 365,
    blockLength: 5,
    optimalBlockLength: 1.34,
    draws: 9999,
    seed: 1,
    meanReturn: {
      value: (low + high) / 20_000,
      interval,
      p: 0.0312,
      sensitivity: [{ blockLength: 2.5, interval }, { blockLength: 10, interval }],
    },
    sharpe: { value: 1.5, interval: { low: 0.25, high: 2.75 }, p: 0.02 },
    maxDrawdown: { value: -0.01, interval: { low: -0.03, high: 0.02 }, p: null },
  };
}

/** A pair that a test is there of. */
export function pair(test: ShownTest | null, more: Partial<ShownPair> = {}): ShownPair {
  return {
    of: ["aaaaaaaa", "bbbbbbbb"],
    parting: { parting: null, same: 100 },
    trades: {
      matched: [{ trades: 3, netPnlUsd: 12.5 }, { trades: 3, netPnlUsd: -4.25 }],
      onlyFirst: { trades: 7, netPnlUsd: 70 },
      onlySecond: { trades: 1, netPnlUsd: -1 },
    },
    agreement: { points: 1000, equal: 990, acted: 20, actedEqual: 10 },
    test,
    refused: test === null ? "different data: BTC 15m candles: x.csv has another SHA-256 in each" : null,
    adjustedP: test?.meanReturn.p ?? null,
    standing: test === null ? null : "open",
    ...more,
  };
}

/** Two runs and what is told of them. */
export function comparison(
  pairs: readonly ShownPair[],
  more: Partial<ShownComparison> = {},
): ShownComparison {
  const ids = ["aaaaaaaa", ...pairs.map((_, index) => String(index + 1).repeat(8))];
  return { runs: ids.map((id) => side(id)), settings: [], days: null, pairs, ...more };
}

/** A family of this many runs. */
export function ranking(count: number, more: Partial<ShownRanking> = {}): ShownRanking {
  const p = { lower: 0.01, consistent: 0.02, upper: 0.03 };
  return {
    ranked: Array.from({ length: count }, (_, index) => side(String(index).repeat(8))),
    variants: count,
    settings: [],
    days: { from: Date.UTC(2024, 0, 1), until: Date.UTC(2024, 11, 31), count: 365 },
    ability: { statistic: 3, p, realityCheck: { p: { consistent: 0.025 } } },
    benchmark: null,
    blockLength: 5,
    overfitting: { probability: 0.2, lossProbability: 0.1, splits: 12_870, trimmed: 13 },
    draws: 9999,
    seed: 1,
    refused: [],
    ...more,
  };
}
