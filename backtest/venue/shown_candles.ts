import {
  type CandleColumns,
  highestOf,
  type Instrument,
  type Interval,
  intervalMs,
  lowestOf,
  type ShownCandle,
  type ShownRange,
  sizeScale,
} from "../../engine/mod.ts";
import { type AssetCursor, onGrid } from "../market/asset_cursor.ts";
import { type CandleSeries, countUpTo } from "../market/candle_series.ts";
import type { AssetTape } from "./asset_tape.ts";

/** The candles of one asset as a venue shows them. */
export class ShownCandles {
  readonly #cursor: AssetCursor;
  readonly #tape: AssetTape;

  constructor(cursor: AssetCursor, tape: AssetTape) {
    this.#cursor = cursor;
    this.#tape = tape;
  }

  /**
   * Candles of an interval at a moment (ms), oldest first: those that have closed as they were recorded or resampled, and
   * the forming one. None where the recording is coarser.
   */
  at(now: number, interval: Interval, { from, until, most, fromStart = false }: ShownRange): ShownCandle[] {
    const series = this.#cursor.series(interval);
    if (series === null || !(most > 0)) return [];
    const length = intervalMs(interval);
    const { columns } = series.series;
    const first = countUpTo(columns.time, from - length);
    const end = Math.max(first, Math.min(series.closedAt(now), countUpTo(columns.time, until)));
    const forming = this.#forming(now, length);
    const isAsked = forming !== null && forming.openTime <= until && forming.closeTime > from;
    const count = end - first + (isAsked ? 1 : 0);
    const left = fromStart ? 0 : Math.max(0, count - most);
    const shown: ShownCandle[] = [];
    for (let index = first + left; index < end && shown.length < most; index++) {
      shown.push(this.#closed(columns, index, length));
    }
    if (isAsked && shown.length < most) shown.push(forming);
    return shown;
  }

  #closed(columns: CandleColumns, index: number, length: number): ShownCandle {
    const openTime = columns.time[index];
    const closeTime = openTime + length;
    return {
      openTime,
      closeTime,
      open: columns.open[index],
      high: columns.high[index],
      low: columns.low[index],
      close: columns.close[index],
      volume: columns.volume[index],
      trades: this.#tape.count({ from: openTime, until: closeTime - 1 }),
      isClosed: true,
    };
  }

  /**
   * The candle of this length (ms) in which a moment lies, as far as the market has come: what settled candles in it
   * have closed, and of the one that covers the moment its open, its price and its volume in proportion of the time. Null
   * where nothing in it was traded yet, or only in candles that do not make it up. At a close the next one has begun.
   */
  #forming(now: number, length: number): ShownCandle | null {
    const { series } = this.#cursor.settled;
    const openTime = Math.floor(now / length) * length;
    if (openTime === now) return this.#begun(now, length);
    const first = countUpTo(series.columns.time, openTime - 1);
    const closed = this.#cursor.settled.closedAt(now);
    const covers = closed < series.count && series.columns.time[closed] < now && closed >= first;
    const rows = { first, closed, end: covers ? closed + 1 : closed };
    const price = this.#cursor.lastAt(now);
    if (first >= rows.end || price === null || !makesUp(series, rows, { openTime, length })) return null;
    return {
      openTime,
      closeTime: openTime + length,
      ...this.#pricesSoFar(rows, price),
      volume: this.#volumeSoFar(rows, now),
      trades: this.#tape.count({ from: openTime, until: now }),
      isClosed: false,
    };
  }

  /**
   * The candle that begins at this moment, at the price of it: clients take the last candle for one that is not over. Its
   * own open is not known yet; null in a gap.
   */
  #begun(now: number, length: number): ShownCandle | null {
    const { series } = this.#cursor.settled;
    const last = this.#cursor.settled.closedAt(now) - 1;
    if (last < 0 || series.closeTime(last) !== now) return null;
    if (length % (now - series.columns.time[last]) !== 0) return null;
    const price = onGrid(series.columns.close[last], this.#instrument);
    if (price === null) return null;
    const prices = { open: price, high: price, low: price, close: price };
    return { ...prices, openTime: now, closeTime: now + length, volume: 0, trades: 0, isClosed: false };
  }

  get #instrument(): Instrument {
    return this.#cursor.history.recorded.instrument;
  }

  /** Of what has closed all, of what covers the moment the open and the price. */
  #pricesSoFar(
    { first, closed, end }: Rows,
    price: number,
  ): Pick<ShownCandle, "open" | "high" | "low" | "close"> {
    const { open, high, low } = this.#cursor.settled.series.columns;
    // An open off the grid was shown as the price next to it.
    const opened = onGrid(open[closed], this.#instrument) ?? price;
    const shown = closed < end ? [open[closed], opened, price] : [price];
    return {
      open: open[first],
      high: Math.max(highestOf(high, first, closed), ...shown),
      low: Math.min(lowestOf(low, first, closed), ...shown),
      close: price,
    };
  }

  /** Of what has closed all, of what covers the moment its share, cut to the size grid. Coins. */
  #volumeSoFar({ first, closed, end }: Rows, now: number): number {
    const { series } = this.#cursor.settled;
    const { time, volume } = series.columns;
    let sum = 0;
    for (let index = first; index < closed; index++) sum += volume[index];
    if (closed === end) return sum;
    // As on the tape, all of it was traded a millisecond before the close.
    const share = (now - time[closed]) / (series.closeTime(closed) - 1 - time[closed]);
    const scale = sizeScale(this.#instrument);
    return sum + Math.floor(Number((volume[closed] * Math.min(1, share) * scale).toPrecision(12))) / scale;
  }
}

/** The settled candles of a forming one: those that have closed, up to and without `closed`, and one that covers the moment. */
interface Rows {
  readonly first: number;
  readonly closed: number;
  readonly end: number;
}

/** Whether each of these candles lies in a longer one and is of a length that it is made from. */
function makesUp(
  series: CandleSeries,
  { first, end }: Rows,
  { openTime, length }: { readonly openTime: number; readonly length: number },
): boolean {
  for (let index = first; index < end; index++) {
    const close = series.closeTime(index);
    if (close > openTime + length || length % (close - series.columns.time[index]) !== 0) return false;
  }
  return true;
}
