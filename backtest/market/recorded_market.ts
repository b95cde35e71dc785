import { type CandleColumns, type Instrument, type Interval, intervalMs } from "../../engine/mod.ts";
import { resample } from "./resample.ts";
import { settlementSeries } from "./settlement_series.ts";

/** Candles of one asset and interval, as they were recorded. */
export interface RecordedCandles {
  readonly interval: Interval;
  readonly columns: CandleColumns;
}

/** Values by time: hourly funding rates, or open interest. */
export interface RecordedValues {
  /** ms since the epoch, rising. */
  readonly time: Float64Array;
  readonly value: Float64Array;
}

/** All that was recorded of one asset. */
export interface RecordedAsset {
  readonly instrument: Instrument;
  /** At least one series; each interval once. */
  readonly candles: readonly RecordedCandles[];
  /** Hourly rates by the hour they are paid at; null where none was recorded. */
  readonly funding: RecordedValues | null;
  /** In coins; null where none was recorded. */
  readonly openInterest: RecordedValues | null;
}

/** Candles with their close times. */
export interface CandleSeries {
  readonly columns: CandleColumns;
  /** Close times, ms, rising. */
  readonly close: Float64Array;
}

/** A time without candles. */
export interface Gap {
  readonly asset: string;
  /** Close of the last candle before it and open of the first after it, ms. */
  readonly from: number;
  readonly to: number;
}

/** What a range of a market is made of. */
export interface Coverage {
  readonly gaps: readonly Gap[];
  /** Lengths in ms of the candles that orders settle on, shortest first. */
  readonly settledOn: readonly number[];
}

/** All that was recorded of several assets, made ready once and read by any number of runs. */
export class RecordedMarket {
  /** By symbol, in the order they were given. */
  readonly assets: ReadonlyMap<string, AssetHistory>;

  constructor(assets: readonly RecordedAsset[]) {
    this.assets = new Map(assets.map((asset) => [asset.instrument.symbol, new AssetHistory(asset)]));
  }

  /** Gaps between candles, and the candles' lengths, of all assets from one moment to another (ms). */
  coverage(range: { readonly from: number; readonly until: number }): Coverage {
    const gaps: Gap[] = [];
    const lengths = new Set<number>();
    for (const [asset, { settled: { columns, close } }] of this.assets) {
      const end = countUpTo(close, range.until);
      for (let index = countUpTo(close, range.from); index < end; index++) {
        lengths.add(close[index] - columns.time[index]);
        const before = index === 0 ? columns.time[0] : close[index - 1];
        if (columns.time[index] > before) gaps.push({ asset, from: before, to: columns.time[index] });
      }
    }
    return { gaps, settledOn: [...lengths].sort((a, b) => a - b) };
  }
}

/** One asset's candles, as orders settle on them and by interval; what is resampled is resampled once. */
export class AssetHistory {
  readonly recorded: RecordedAsset;
  readonly settled: CandleSeries;
  readonly #series = new Map<Interval, CandleSeries | null>();

  constructor(recorded: RecordedAsset) {
    this.recorded = recorded;
    this.settled = settlementSeries(recorded.candles);
  }

  /** From the first candle's open to the last one's close, ms. */
  get span(): { readonly from: number; readonly until: number } {
    const { columns, close } = this.settled;
    return { from: columns.time[0], until: close[close.length - 1] };
  }

  /** Candles of an interval, recorded or resampled; null where they cannot be made. */
  series(interval: Interval): CandleSeries | null {
    const present = this.#series.get(interval);
    if (present !== undefined) return present;
    const columns = columnsOf(this.recorded, interval);
    const length = intervalMs(interval);
    const series = columns === null ? null : { columns, close: columns.time.map((time) => time + length) };
    this.#series.set(interval, series);
    return series;
  }
}

/** How many values of a rising column are at or before `limit`. */
export function countUpTo(column: Float64Array, limit: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function columnsOf({ candles }: RecordedAsset, interval: Interval): CandleColumns | null {
  const length = intervalMs(interval);
  const recorded = candles.find((series) => series.interval === interval);
  if (recorded !== undefined) return recorded.columns;
  const finer = candles.filter((series) => length % intervalMs(series.interval) === 0);
  return finer.length === 0 ? null : resample(bestToResample(finer).columns, length);
}

/** The one that covers the most time; of those that cover the same, the coarsest: it has the fewest candles. */
function bestToResample(candles: readonly RecordedCandles[]): RecordedCandles {
  const covers = ({ interval, columns }: RecordedCandles): number =>
    columns.time.length * intervalMs(interval);
  return candles.reduce((best, next) => {
    const more = covers(next) - covers(best);
    return more > 0 || (more === 0 && intervalMs(next.interval) > intervalMs(best.interval)) ? next : best;
  });
}
