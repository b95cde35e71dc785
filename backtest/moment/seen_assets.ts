import {
  type CandleColumns,
  type Instrument,
  type Interval,
  intervalMs,
  INTERVALS,
  type RecordedAsset,
  type SeenCandle,
  type SeenEntry,
} from "../../engine/mod.ts";

/** The candles that a run on live prices saw, as a recorded market: those it decided on, and those orders settled on. */
export function seenAssets(
  entries: Iterable<SeenEntry>,
  instruments: readonly Instrument[],
): RecordedAsset[] {
  const rows = new Map<string, Map<Interval, Map<number, SeenCandle>>>();
  for (const entry of entries) {
    if (entry.kind === "candles") put(rows, entry.asset, { interval: entry.interval, candles: entry.rows });
    if (entry.kind !== "finest") continue;
    for (const [close, ...candle] of entry.rows) {
      const interval = INTERVALS.find((one) => intervalMs(one) === close - candle[0]);
      if (interval !== undefined) put(rows, entry.asset, { interval, candles: [candle] });
    }
  }
  return instruments.map((instrument) => ({
    instrument,
    candles: [...rows.get(instrument.symbol) ?? []].map(([interval, candles]) => ({
      interval,
      columns: columnsOf([...candles.values()].sort((a, b) => a[0] - b[0])),
    })),
    ...{ funding: null, openInterest: null },
  }));
}

function put(
  rows: Map<string, Map<Interval, Map<number, SeenCandle>>>,
  asset: string,
  { interval, candles }: { readonly interval: Interval; readonly candles: readonly SeenCandle[] },
): void {
  const series = rows.get(asset) ?? new Map<Interval, Map<number, SeenCandle>>();
  const kept = series.get(interval) ?? new Map<number, SeenCandle>();
  for (const candle of candles) kept.set(candle[0], candle);
  series.set(interval, kept);
  rows.set(asset, series);
}

function columnsOf(candles: readonly SeenCandle[]): CandleColumns {
  const column = (place: number): Float64Array => Float64Array.from(candles, (one) => one[place]);
  const [time, open, high] = [column(0), column(1), column(2)];
  return { time, open, high, low: column(3), close: column(4), volume: column(5) };
}
