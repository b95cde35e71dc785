import {
  type CandleColumns,
  candleColumns,
  intervalMs,
  type RecordedAsset,
  type RecordedCandles,
  type RecordedValues,
} from "../../engine/mod.ts";
import { countUpTo } from "../market/candle_series.ts";
import type { AssetHistory } from "../market/recorded_market.ts";
import { resample } from "../market/resample.ts";

/** A stretch of what was recorded, moved in time and rescaled. */
export interface Piece {
  readonly source: RecordedAsset;
  /**
   * Its candles open from here up to and without the end, ms. What stands at a moment (a rate is paid for the hour before) belongs
   * to the piece that ends there: what is known at the end of a piece hangs on nothing after it.
   */
  readonly from: number;
  readonly until: number;
  /** Added to every time, ms. */
  readonly shiftMs: number;
  /** Prices are multiplied by it, coins divided: what anything is worth stays. */
  readonly factor: number;
}

/** Everything there is, as it is. */
export function whole(source: RecordedAsset): Piece {
  return { source, from: -Infinity, until: Infinity, shiftMs: 0, factor: 1 };
}

/**
 * An asset put together from pieces, one after another in their new times. It has the series that the first piece's source
 * has; where another source lacks one it is made from its finer candles, and its marks are its candles where none are recorded.
 */
export function assembled(pieces: readonly Piece[]): RecordedAsset {
  const [{ source }] = pieces;
  const { marks = [] } = source;
  const price = (value: number, factor: number): number => value * factor;
  const coins = (value: number, factor: number): number => value / factor;
  const rate = (value: number): number => value;
  return {
    instrument: source.instrument,
    candles: source.candles.map((one) => joined(one, pieces, ({ candles }) => candles)),
    funding: joinedValues(pieces, ({ funding }) => funding, rate),
    openInterest: joinedValues(pieces, ({ openInterest }) => openInterest, coins),
    marks: marks.map((one) => joined(one, pieces, (of) => of.marks?.length ? of.marks : of.candles)),
    oracle: joinedValues(pieces, ({ oracle = null }) => oracle, price),
  };
}

/** The price at a moment, USD: the last close at or before it, before the first candle its open. */
export function levelAt({ settled }: AssetHistory, time: number): number {
  const closed = settled.closedAt(time);
  return closed === 0 ? settled.columns.open[0] : settled.columns.close[closed - 1];
}

type SeriesOf = (asset: RecordedAsset) => readonly RecordedCandles[];

function joined(
  { interval }: RecordedCandles,
  pieces: readonly Piece[],
  seriesOf: SeriesOf,
): RecordedCandles {
  const parts = pieces.map((piece) => {
    const columns = columnsOf(seriesOf(piece.source), interval);
    return { piece, columns, ...rows(columns.time, piece) };
  });
  const columns = candleColumns(parts.reduce((sum, { start, end }) => sum + end - start, 0));
  let at = 0;
  for (const part of parts) {
    for (let row = part.start; row < part.end; row++) {
      copyMoved(part.columns, row, { columns, at: at++, piece: part.piece });
    }
  }
  return { interval, columns };
}

function copyMoved(
  from: CandleColumns,
  row: number,
  to: { readonly columns: CandleColumns; readonly at: number; readonly piece: Piece },
): void {
  const { columns, at, piece: { shiftMs, factor } } = to;
  columns.time[at] = from.time[row] + shiftMs;
  columns.open[at] = from.open[row] * factor;
  columns.high[at] = from.high[row] * factor;
  columns.low[at] = from.low[row] * factor;
  columns.close[at] = from.close[row] * factor;
  columns.volume[at] = from.volume[row] / factor;
}

/** Candles of an interval, recorded or made from the finest that make them; none where there are no such. */
function columnsOf(series: readonly RecordedCandles[], interval: RecordedCandles["interval"]): CandleColumns {
  const recorded = series.find((one) => one.interval === interval);
  if (recorded !== undefined) return recorded.columns;
  const length = intervalMs(interval);
  const finer = series.filter((one) => length % intervalMs(one.interval) === 0)
    .sort((a, b) => intervalMs(b.interval) - intervalMs(a.interval));
  return finer.length === 0 ? candleColumns(0) : resample(finer[0].columns, length);
}

function joinedValues(
  pieces: readonly Piece[],
  valuesOf: (asset: RecordedAsset) => RecordedValues | null,
  change: (value: number, factor: number) => number,
): RecordedValues | null {
  if (valuesOf(pieces[0].source) === null) return null;
  const time: number[] = [];
  const value: number[] = [];
  for (const piece of pieces) {
    const values = valuesOf(piece.source);
    if (values === null) continue;
    const [start, end] = [piece.from, piece.until].map((limit) => countUpTo(values.time, limit));
    for (let row = start; row < end; row++) {
      time.push(values.time[row] + piece.shiftMs);
      value.push(change(values.value[row], piece.factor));
    }
  }
  return { time: Float64Array.from(time), value: Float64Array.from(value) };
}

/** The candles of a piece, by their opens. */
function rows(time: Float64Array, { from, until }: Piece): { readonly start: number; readonly end: number } {
  const before = (limit: number): number => {
    const count = countUpTo(time, limit);
    return count > 0 && time[count - 1] === limit ? count - 1 : count;
  };
  return { start: before(from), end: before(until) };
}
