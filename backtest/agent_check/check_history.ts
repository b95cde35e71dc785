import {
  type CandleColumns,
  closeAtOrAfter,
  createFeeds,
  DAY_MS,
  type Interval,
  type Need,
  type RecordedAsset,
} from "../../engine/mod.ts";
import { countUpTo } from "../market/candle_series.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import type { RunRange } from "../run_range.ts";

/** How much more is kept before and after than a run needs, ms. */
const SLACK_MS = 10 * DAY_MS;

/** The recorded candles of a window: all that an agent needs before it, and more; or no candle more before it. */
export interface CheckHistory {
  readonly ample: readonly RecordedAsset[];
  readonly needed: readonly RecordedAsset[];
}

/** Cuts out of a market what runs in a window are made on. */
export function checkHistory(
  market: RecordedMarket,
  window: RunRange,
  run: { readonly needs: readonly Need[]; readonly interval: Interval },
): CheckHistory {
  const first = firstNeeded(market, closeAtOrAfter(window.from, run.interval), run);
  const until = window.until + SLACK_MS;
  const assets = [...market.assets.values()].map(({ recorded }) => recorded);
  const cut = (from: number) => assets.map((asset) => cutAsset(asset, { from, until }));
  return { ample: cut(first - SLACK_MS), needed: cut(first) };
}

/** Open of the earliest candle that any feed takes in before its first cycle, ms. */
function firstNeeded(
  market: RecordedMarket,
  close: number,
  { needs, interval }: { readonly needs: readonly Need[]; readonly interval: Interval },
): number {
  const opens: number[] = [];
  for (const { asset, feeds } of createFeeds([...market.assets.keys()], interval, needs)) {
    for (const { interval: of, needed } of feeds) {
      const series = market.assets.get(asset)!.series(of);
      if (series === null) continue;
      const first = series.closedAt(close) - Math.max(1, needed);
      opens.push(series.columns.time[Math.max(0, first)]);
    }
  }
  return Math.min(...opens);
}

function cutAsset(asset: RecordedAsset, range: RunRange): RecordedAsset {
  const candles = asset.candles.map(({ interval, columns }) => ({
    interval,
    columns: cutColumns(columns, range),
  }));
  const marks = (asset.marks ?? []).map((one) => ({ ...one, columns: cutColumns(one.columns, range) }));
  return { ...asset, candles: candles.filter(({ columns }) => columns.time.length > 0), marks };
}

function cutColumns({ time, open, high, low, close, volume }: CandleColumns, range: RunRange): CandleColumns {
  const start = countUpTo(time, range.from - 1);
  const end = countUpTo(time, range.until - 1);
  // Copies: a view would be sent to the isolate with the whole of what it looks at.
  const cut = (column: Float64Array): Float64Array => column.slice(start, end);
  return {
    time: cut(time),
    open: cut(open),
    high: cut(high),
    low: cut(low),
    close: cut(close),
    volume: cut(volume),
  };
}
