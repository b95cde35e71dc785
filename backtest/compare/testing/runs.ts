import {
  CHAIN_START,
  chainLine,
  DAY_MS,
  type DiaryEntry,
  MANIFEST_SCHEMA,
  type RunIndex,
  type RunManifest,
  type Trade,
} from "../../../engine/mod.ts";
import { figuresOf } from "../../metrics/testing/entries.ts";
import { RunIndexFold } from "../../metrics/mod.ts";
import type { ComparedRun } from "../compared_run.ts";

/** 2025-01-01T00:00Z, ms. */
export const START = 1_735_689_600_000;
const QUARTER_HOUR = 900_000;

/** A file of candles of BTC. */
export const FILE: RunManifest["data"]["files"][number] = {
  path: "fixtures/binance-perp-BTCUSDT-15m.csv.gz",
  sha256: "a".repeat(64),
  asset: "BTC",
  kind: "candles",
  interval: "15m",
  rows: 100,
};

/** A manifest of a backtest of BTC at 15m. */
export function manifestOf(id: string, more: Partial<RunManifest> = {}): RunManifest {
  return {
    schema: MANIFEST_SCHEMA,
    id,
    mode: "backtest",
    key: "k",
    agent: "trend",
    settings: { agent: "trend", assets: ["BTC"], interval: "15m", seed: 1, capitalUsd: 10_000 },
    codeRevision: "unknown",
    data: { source: "binance-perp", synthetic: false, files: [FILE], gaps: 0 },
    range: { from: START, until: START + 365 * DAY_MS },
    started: "2026-01-01T00:00:00.000Z",
    ended: "2026-01-01T00:00:01.000Z",
    status: "finished",
    diary: null,
    metrics: null,
    benchmark: null,
    warnings: [],
    ...more,
  };
}

/** An index of daily equities from START on, with what else is given. */
export function indexOf(daily: readonly number[], more: Partial<RunIndex> = {}): RunIndex {
  return { firstDay: START, daily, curve: [], asked: [], decisions: [], trades: [], fills: 1, ...more };
}

/** Daily equities that these returns make of 10,000 USD. */
export function equitiesOf(returns: ArrayLike<number>): number[] {
  const equities = [10_000];
  for (let day = 0; day < returns.length; day++) equities.push(equities[day] * (1 + returns[day]));
  return equities;
}

/** A long trade of one BTC, opened so many quarters of an hour after START. */
export function tradeAt(quarter: number, more: Partial<Trade> = {}): Trade {
  return {
    ...{ asset: "BTC", side: "long", exit: "close", size: 1, entryPrice: 100, exitPrice: 101 } as const,
    openedAt: START + quarter * QUARTER_HOUR + 1,
    closedAt: START + (quarter + 1) * QUARTER_HOUR,
    ...{ realizedPnlUsd: 1, feesUsd: 0, fundingUsd: 0, netPnlUsd: 1 },
    ...more,
  };
}

/** Lines of a diary of these entries. */
export function linesOf(entries: readonly DiaryEntry[]): string[] {
  let end = { seq: 0, hash: CHAIN_START };
  return entries.map((entry) => {
    const { text, hash } = chainLine(end, entry);
    end = { seq: end.seq + 1, hash };
    return text;
  });
}

/** A run of one cycle a day with these returns. */
export function dailyRun(
  id: string,
  returns: ArrayLike<number>,
  more: Partial<RunManifest> = {},
): ComparedRun {
  const entries: DiaryEntry[] = [
    { kind: "run", schema: 1, key: id },
    ...equitiesOf(returns).map((equityUsd, day): DiaryEntry => ({
      ...{ kind: "cycle", close: START + day * DAY_MS, balanceUsd: equityUsd, equityUsd },
      ...(day === 0 ? { transfers: [{ kind: "transfer", time: START, amountUsd: 10_000 }] } : {}),
    })),
  ];
  const fold = new RunIndexFold();
  for (const entry of entries) fold.add(entry);
  const { metrics } = figuresOf(entries);
  const lines = linesOf(entries);
  return {
    manifest: manifestOf(id, { metrics, ...more }),
    index: fold.result(),
    lines: () => lines.values(),
  };
}
