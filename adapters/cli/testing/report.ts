/** A made-up report. */

import type { Trade } from "../../../engine/mod.ts";
import type { ShownReport, ShownTrade } from "../page/reported.ts";
import { manifestOf, side } from "./comparison.ts";

const FROM = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** A trade that was opened with these words. */
export function shownTrade(reasoning: string | null, more: Partial<Trade> = {}): ShownTrade {
  const trade: Trade = {
    asset: "BTC",
    side: "long",
    openedAt: FROM + DAY,
    closedAt: FROM + 2 * DAY,
    size: 0.5,
    entryPrice: 40_000,
    exitPrice: 41_000,
    exit: "target",
    realizedPnlUsd: 500,
    feesUsd: 10,
    fundingUsd: -1,
    netPnlUsd: 489,
    ...more,
  };
  const place = { close: FROM + DAY, line: 97, action: "buy", rationale: "cheap", exitPlan: "soon" };
  return { trade, line: 200, opened: [{ ...place, reasoning, stop: 39_000, target: 41_000 }], closed: null };
}

/** A report of a run with these trades. */
export function report(trades: readonly ShownTrade[], more: Partial<ShownReport> = {}): ShownReport {
  const row = { trades: 1, winRate: 1, netPnlUsd: 489, feesUsd: 10, fundingUsd: -1 };
  const curve = [[FROM, 10_000], [FROM + DAY, 9_000], [FROM + 2 * DAY, 10_500]] as const;
  return {
    manifest: manifestOf("aaaaaaaa"),
    run: {
      index: {
        ...{ firstDay: FROM, daily: curve.map(([, equity]) => equity), curve },
        ...{ asked: [], decisions: [], trades: trades.map(({ trade }) => trade), fills: 2 },
      },
      trades,
      months: [{ month: "2024-01", return: 0.05, maxDrawdown: -0.1 }],
      breakdown: {
        byAsset: [{ name: "BTC", ...row }],
        bySide: [{ name: "long", ...row }],
        byMonth: [{ name: "2024-01", ...row }],
      },
    },
    evidence: side("aaaaaaaa").evidence,
    intervals: {
      ...{ blockLength: 5, draws: 9999, seed: 1 },
      totalReturn: { low: -0.1, high: 0.2 },
      sharpe: { low: -0.5, high: 2.25 },
      maxDrawdown: { low: -0.3, high: -0.05 },
    },
    market: {
      candles: new Map([["BTC", {
        ...{ each: 1, lengthMs: DAY },
        rows: [[FROM, 40_000, 40_500, 39_500, 40_200], [FROM + DAY, 40_200, 41_500, 40_000, 41_000]],
      }]]),
      benchmark: [[FROM, 10_000], [FROM + 2 * DAY, 12_000]],
    },
    ...more,
  };
}
