import {
  type CandleColumns,
  HOUR_MS,
  type Interval,
  intervalMs,
  type RecordedAsset,
  type RecordedCandles,
} from "../../engine/mod.ts";
import { CandleSeries, countUpTo } from "./candle_series.ts";
import { type PriceCoverage, priceCoverage } from "./price_coverage.ts";
import { resampleBest, resampleBy } from "./resample.ts";
import { type SettledMarks, settledMarks } from "./settled_marks.ts";
import { settlementSeries } from "./settlement_series.ts";

/** A time without candles. */
export interface Gap {
  readonly asset: string;
  /** Close of the last candle before it and open of the first after it, ms. */
  readonly from: number;
  readonly to: number;
}

/** What a range of a market is made of. */
export interface Coverage extends PriceCoverage {
  readonly gaps: readonly Gap[];
  /** Lengths in ms of the candles that orders settle on, shortest first. */
  readonly settledOn: readonly number[];
  /** Hours (times the assets) for which no funding rate was recorded, of assets that have any. */
  readonly unfundedHours: number;
}

/** All that was recorded of several assets, made ready once and read by any number of runs. */
export class RecordedMarket {
  /** By symbol, in the order they were given. */
  readonly assets: ReadonlyMap<string, AssetHistory>;

  /**
   * Orders settle on candles that divide the `decision` interval and on no others: inside a longer one the price of
   * a decision's moment would be drawn towards a close that nobody knows yet. Null: on all there are.
   */
  constructor(assets: readonly RecordedAsset[], decision: Interval | null = null) {
    this.assets = new Map(
      assets.map((asset) => [asset.instrument.symbol, new AssetHistory(asset, decision)]),
    );
  }

  /** Makes the candles of these intervals ready, the shortest first: longer ones are made from them. */
  prepare(intervals: readonly Interval[]): void {
    const shortestFirst = [...intervals].sort((a, b) => intervalMs(a) - intervalMs(b));
    for (const history of this.assets.values()) {
      for (const interval of shortestFirst) history.series(interval);
    }
  }

  /** Gaps between candles, the candles' lengths, and what was recorded beside them, from one moment to another (ms). */
  coverage(range: { readonly from: number; readonly until: number }): Coverage {
    const gaps: Gap[] = [];
    const lengths = new Set<number>();
    for (const [asset, { settled }] of this.assets) {
      for (let index = settled.closedAt(range.from); index < settled.count; index++) {
        const open = settled.columns.time[index];
        const before = index === 0 ? open : settled.closeTime(index - 1);
        if (before >= range.until) break;
        if (open > before && open >= range.from) gaps.push({ asset, from: before, to: open });
        if (open < range.until) lengths.add(settled.closeTime(index) - open);
      }
    }
    return {
      gaps,
      settledOn: [...lengths].sort((a, b) => a - b),
      unfundedHours: this.#unfundedHours(range),
      ...priceCoverage(this.assets, range),
    };
  }

  /** The hours at which funding is due: after the start, before the end. */
  #unfundedHours({ from, until }: { readonly from: number; readonly until: number }): number {
    const due = Math.ceil(until / HOUR_MS) - Math.floor(from / HOUR_MS) - 1;
    let missing = 0;
    for (const { recorded: { funding } } of this.assets.values()) {
      if (funding !== null) {
        missing += due - (countUpTo(funding.time, until - 1) - countUpTo(funding.time, from));
      }
    }
    return missing;
  }
}

/** One asset's candles, as orders settle on them and by interval; what is resampled is resampled once. */
export class AssetHistory {
  readonly recorded: RecordedAsset;
  readonly settled: CandleSeries;
  /** Recorded marks beside the settled candles; null where there are none. */
  readonly marks: SettledMarks | null;
  readonly #series = new Map<Interval, CandleSeries | null>();
  readonly #decision: Interval | null;

  constructor(recorded: RecordedAsset, decision: Interval | null) {
    this.recorded = recorded;
    this.#decision = decision;
    const settles = ({ interval }: RecordedCandles): boolean =>
      decision === null || intervalMs(decision) % intervalMs(interval) === 0;
    this.settled = settlementSeries(recorded.candles.filter(settles));
    this.marks = settledMarks(this.settled, (recorded.marks ?? []).filter(settles));
  }

  /**
   * From when to when decisions can be taken at the closes of an interval and orders settled, ms: where a series of
   * finer candles is shorter than the coarser ones beside it, it is the shorter.
   */
  span(interval: Interval): { readonly from: number; readonly until: number } {
    const decided = this.series(interval) ?? this.settled;
    const from = Math.max(this.settled.columns.time[0], decided.columns.time[0]);
    return { from, until: Math.min(lastClose(this.settled), lastClose(decided)) };
  }

  /**
   * Candles of the decision interval where each is made of the settled ones in its time and of no others, so that its
   * extremes are theirs; else null.
   */
  get decided(): CandleSeries | null {
    const { candles } = this.recorded;
    if (this.#decision === null || candles.length > 1 || candles[0].interval === this.#decision) return null;
    return this.series(this.#decision);
  }

  /** Candles of an interval, recorded or resampled; null where they cannot be made. */
  series(interval: Interval): CandleSeries | null {
    const present = this.#series.get(interval);
    if (present !== undefined) return present;
    const columns = this.#columnsOf(interval);
    const series = columns === null ? null : new CandleSeries(columns, intervalMs(interval));
    this.#series.set(interval, series);
    return series;
  }

  #columnsOf(interval: Interval): CandleColumns | null {
    const { candles } = this.recorded;
    const length = intervalMs(interval);
    const recorded = candles.find((series) => series.interval === interval);
    if (recorded !== undefined) return recorded.columns;
    const finer = candles.filter((series) => length % intervalMs(series.interval) === 0);
    if (finer.length === 0) return null;
    // Where there is one finer series, whatever was resampled already came from it.
    const between = finer.length === 1 ? this.#longestIn(length) : null;
    if (between !== null) return resampleBy(between, finer[0].columns, length);
    const parts = finer.map((series) => ({ columns: series.columns, length: intervalMs(series.interval) }));
    return resampleBest(parts, length);
  }

  /** The longest candles made so far that make up ones of this length (ms). */
  #longestIn(length: number): CandleColumns | null {
    let longest: Interval | null = null;
    for (const [interval, series] of this.#series) {
      if (series === null || length % intervalMs(interval) !== 0) continue;
      if (longest === null || intervalMs(interval) > intervalMs(longest)) longest = interval;
    }
    return longest === null ? null : this.#series.get(longest)!.columns;
  }
}

function lastClose(series: CandleSeries): number {
  return series.closeTime(series.count - 1);
}
