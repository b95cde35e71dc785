/** A made-up year for the tests of this folder: its figures are plausible, not computed. */

import type { Metrics, RunManifest } from "../../../engine/mod.ts";
import type { ListedRun } from "../runs_table.ts";
import type { EquityPoint, SummaryView } from "../summary_view.ts";

const FROM = Date.UTC(2024, 0, 1);
const UNTIL = Date.UTC(2025, 0, 1);

/** The metrics of a run that traded all year. */
export const METRICS: Metrics = {
  startEquityUsd: 10_000,
  endEquityUsd: 10_412.55,
  totalReturn: 0.041255,
  annualizedReturn: 0.041142,
  sharpe: 0.84,
  smallestSharpe: 1.65,
  sortino: 1.2,
  calmar: 0.5,
  maxDrawdown: -0.081234,
  drawdownFrom: Date.UTC(2024, 3, 8, 12),
  drawdownTo: Date.UTC(2024, 4, 1, 3),
  drawdownUntil: Date.UTC(2024, 5, 8, 18),
  drawdownMs: 61.25 * 86_400_000,
  maxDrawdownDaily: -0.0777,
  trades: 1143,
  wins: 520,
  losses: 623,
  winRate: 520 / 1143,
  profitFactor: 1.07,
  expectancyUsd: 0.36,
  expectancyR: 0.042,
  averageHoldingMs: 7_200_000,
  exposure: 0.4137,
  meanLeverage: 0.2,
  turnover: 480,
  volumeUsd: 4_800_000,
  fills: 2286,
  feesUsd: 1024.5,
  fundingUsd: -88.125,
  liquidations: 0,
  longestNakedMs: 0,
  refusals: 212,
  faults: 0,
  openPositions: 1,
  openPnlUsd: 12.3,
  days: 365.99,
  cycles: 35_135,
  tradedFrom: FROM,
  model: null,
};

/** Buy and hold over the same year. */
export const BENCHMARK: Metrics = {
  ...METRICS,
  endEquityUsd: 21_987.01,
  totalReturn: 1.198701,
  annualizedReturn: 1.19412,
  sharpe: 1.4,
  maxDrawdown: -0.3344,
  drawdownFrom: Date.UTC(2024, 2, 13),
  drawdownTo: Date.UTC(2024, 8, 6),
  drawdownUntil: null,
  drawdownMs: 293.5 * 86_400_000,
  trades: 0,
  winRate: null,
  profitFactor: null,
  expectancyUsd: null,
  expectancyR: null,
  averageHoldingMs: null,
  exposure: 1,
  feesUsd: 4.455,
  fundingUsd: -1187.2,
  refusals: 0,
  openPositions: 3,
  openPnlUsd: 13_178.66,
};

/** A finished run of `trend`. */
export const MANIFEST: RunManifest = {
  schema: 1,
  id: "7f3a1b2c",
  mode: "backtest",
  key: "0123456789abcdef",
  agent: "trend",
  settings: {},
  codeRevision: "d296f5f",
  data: {
    source: "synthetic market",
    synthetic: true,
    files: [file("BTC"), file("ETH"), file("SOL")],
    gaps: 1,
  },
  range: { from: FROM, until: UNTIL },
  started: "2026-11-22T10:15:30.000Z",
  ended: "2026-11-22T10:15:33.000Z",
  status: "finished",
  diary: { lines: 35_136, lastHash: "ff" },
  metrics: METRICS,
  benchmark: BENCHMARK,
  warnings: ["The Sharpe ratio is smaller than the smallest that a year could tell from zero."],
};

/** A year's equity, one point each four hours: a rise, a fall, a recovery. */
export const EQUITY: readonly EquityPoint[] = Array.from({ length: 2196 }, (_, index) => {
  const share = index / 2195;
  const wave = Math.sin(share * 9) * 400 * (1 - share / 2) + Math.sin(share * 61) * 60;
  return { time: FROM + (index + 1) * 14_400_000, equityUsd: 10_000 + 500 * share + wave };
});

/** The summary of that run, without colour at 100 columns. */
export const VIEW: SummaryView = {
  manifest: MANIFEST,
  assets: ["BTC", "ETH", "SOL"],
  interval: "15m",
  profile: "conservative",
  diary: "trades",
  equity: EQUITY,
  notes: ["Settled on 5m candles.", "1 gap of 60 min."],
  folder: "runs/7f3a1b2c",
  next: ["deno task runs --sort return", "deno task backtest --from 2024-01 --agent mean-reversion"],
  columns: 100,
  colour: false,
};

/** A run in a list, with what differs from {@link MANIFEST}. */
export function listed(changes: Partial<RunManifest>): ListedRun {
  const manifest = { ...MANIFEST, ...changes };
  return {
    manifest,
    assets: VIEW.assets,
    interval: "15m",
    profile: "conservative",
    folder: `runs/${manifest.id}`,
  };
}

function file(asset: string): RunManifest["data"]["files"][number] {
  return {
    path: `fixtures/synthetic-perp-${asset}-5m.csv.gz`,
    sha256: "00",
    asset,
    kind: "candles",
    interval: "5m",
    rows: 114_336,
  };
}
