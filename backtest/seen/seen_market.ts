import {
  type CandleColumns,
  candleColumns,
  type FundingRates,
  HOUR_MS,
  type Interval,
  intervalMs,
  INTERVALS,
  type RecordedValues,
  type SeenCandle,
  type SeenEntry,
  type SeenSettled,
} from "../../engine/mod.ts";
import { withoutForgotten } from "./seen_tape.ts";

/** What a run saw of an asset's market, as a recording of it. */
export interface SeenAsset {
  readonly asset: string;
  /** By interval, the shortest first: what indicators were fed with, and what orders settled on. */
  readonly candles: readonly { readonly interval: Interval; readonly columns: CandleColumns }[];
  /** Hourly rates; their times are whole hours, ms. */
  readonly funding: RecordedValues;
  /** Coins, as the first context of each hour told them; their times are whole hours, ms. */
  readonly openInterest: RecordedValues;
}

/** Candles of one length by the time they opened. */
type Rows = Map<number, SeenCandle>;

interface Gathered {
  /** What indicators were fed with. */
  readonly fed: Map<Interval, Rows>;
  readonly settled: Map<Interval, Rows>;
  readonly paid: Map<number, number>;
  readonly openInterest: Map<number, number>;
}

const NO_RATES: FundingRates = { times: [], rates: [] };

/**
 * What a run saw of the market, put together to a recording by asset: each candle as it was first told. Where indicators
 * were fed with candles of the length that orders settled on, a moment that both have is the indicators'.
 */
export function seenMarket(entries: Iterable<SeenEntry>): readonly SeenAsset[] {
  const assets = new Map<string, Gathered>();
  const of = (asset: string): Gathered => {
    let gathered = assets.get(asset);
    if (gathered === undefined) {
      assets.set(
        asset,
        gathered = { fed: new Map(), settled: new Map(), paid: new Map(), openInterest: new Map() },
      );
    }
    return gathered;
  };
  for (const entry of withoutForgotten(entries)) gather(entry, of);
  return [...assets].map(([asset, gathered]) => assetOf(asset, gathered));
}

function gather(entry: SeenEntry, of: (asset: string) => Gathered): void {
  if (entry.kind === "candles") putEach(of(entry.asset).fed, entry.interval, entry.rows);
  else if (entry.kind === "finest") settle(of(entry.asset), entry.rows);
  else if (entry.kind === "funding") pay(of(entry.asset), entry.rates);
  else if (entry.kind === "contexts") {
    for (const { asset, time, openInterest } of entry.contexts) {
      const hour = Math.floor(time / HOUR_MS) * HOUR_MS;
      const told = of(asset).openInterest;
      if (openInterest !== null && !told.has(hour)) told.set(hour, openInterest);
    }
    for (const { asset, finest, funding } of entry.beside ?? []) {
      settle(of(asset), finest);
      pay(of(asset), funding ?? NO_RATES);
    }
  }
}

function settle({ settled }: Gathered, rows: readonly SeenSettled[]): void {
  for (const [close, ...row] of rows) {
    const interval = INTERVALS.find((one) => intervalMs(one) === close - row[0]);
    if (interval === undefined) {
      throw new Error(`a candle from ${row[0]} to ${close} is as long as no interval`);
    }
    putEach(settled, interval, [row]);
  }
}

function putEach(series: Map<Interval, Rows>, interval: Interval, rows: readonly SeenCandle[]): void {
  const there = series.get(interval) ?? new Map();
  series.set(interval, there);
  for (const row of rows) if (!there.has(row[0])) there.set(row[0], row);
}

function pay({ paid }: Gathered, { times, rates }: FundingRates): void {
  times.forEach((time, index) => {
    if (!paid.has(time)) paid.set(time, rates[index]);
  });
}

function assetOf(asset: string, { fed, settled, paid, openInterest }: Gathered): SeenAsset {
  const intervals = INTERVALS.filter((interval) => fed.has(interval) || settled.has(interval));
  return {
    asset,
    candles: intervals.map((interval) => ({
      interval,
      columns: columnsOf(new Map([...settled.get(interval) ?? [], ...fed.get(interval) ?? []])),
    })).filter(({ columns }) => columns.time.length > 0),
    funding: valuesOf(paid),
    openInterest: valuesOf(openInterest),
  };
}

function valuesOf(told: ReadonlyMap<number, number>): RecordedValues {
  const rising = [...told].sort(([a], [b]) => a - b);
  return {
    time: Float64Array.from(rising, ([time]) => time),
    value: Float64Array.from(rising, ([, value]) => value),
  };
}

function columnsOf(rows: Rows): CandleColumns {
  const sorted = [...rows.values()].sort(([a], [b]) => a - b);
  const columns = candleColumns(sorted.length);
  sorted.forEach(([time, open, high, low, close, volume], index) => {
    columns.time[index] = time;
    columns.open[index] = open;
    columns.high[index] = high;
    columns.low[index] = low;
    columns.close[index] = close;
    columns.volume[index] = volume;
  });
  return columns;
}
