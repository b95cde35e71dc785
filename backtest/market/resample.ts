import { type CandleColumns, candleColumns, highestOf, lowestOf } from "../../engine/mod.ts";
import { copyRow } from "./copy_row.ts";

/** Candles that coarser ones can be built from. */
export interface FinerCandles {
  readonly columns: CandleColumns;
  /** Their length, ms. */
  readonly length: number;
}

/** No source prints more decimals of a volume. */
const VOLUME_SCALE = 1e8;
/** From here on a double of units has too few bits behind the point to be rounded by them: its sure digits are kept. */
const MOST_UNITS = 2 ** 50;
const SURE_DIGITS = 15;

/** Coarser candles, and how much of each is covered by what it was built from, ms. */
interface CoveredCandles {
  readonly columns: CandleColumns;
  readonly covers: Float64Array;
}

/**
 * Coarser candles from finer ones. A coarse candle is built from the parts there are and is missing only when
 * all of them are; nothing is invented. `length` (ms) must be a multiple of the finer interval's.
 */
export function resample(fine: CandleColumns, length: number): CandleColumns {
  return build({ columns: fine, length: 1 }, length).columns;
}

/**
 * Coarser candles from several finer series: each from the one that covers most of it, and where they cover the
 * same from the coarsest. It is chosen candle by candle, so what comes later never changes an earlier candle.
 */
export function resampleBest(series: readonly FinerCandles[], length: number): CandleColumns {
  const [coarsest, ...finer] = [...series].sort((a, b) => b.length - a.length);
  let best = build(coarsest, length);
  for (const one of finer) best = betterOf(best, build(one, length));
  return best.columns;
}

/**
 * As {@link resample}, by way of candles that were resampled from the same ones before: extremes are the same
 * whichever way they are found, and there are fewer to look at. Volumes are summed over the finest, so that their last
 * bits do not depend on what was resampled before. `between` must be of a length that divides `length` (ms).
 */
export function resampleBy(between: CandleColumns, fine: CandleColumns, length: number): CandleColumns {
  return build({ columns: fine, length: 1 }, length, between).columns;
}

function build(
  { columns: fine, length: part }: FinerCandles,
  length: number,
  between: CandleColumns | null = null,
): CoveredCandles {
  const { time, open, close } = fine;
  const most = time.length === 0 ? 0 : Math.floor((time[time.length - 1] - time[0]) / length) + 2;
  const columns = candleColumns(Math.min(most, time.length));
  const covers = new Float64Array(columns.time.length);
  const span = { first: 0, next: 0, parts: 1 };
  const coarser = { first: 0, next: 0, parts: 1 };
  let count = 0;
  while (span.next < time.length) {
    const start = Math.floor(time[span.next] / length) * length;
    advance(span, time, start + length);
    columns.time[count] = start;
    columns.open[count] = open[span.first];
    columns.close[count] = close[span.next - 1];
    if (between === null) gather(fine, span, { columns, row: count });
    else {
      advance(coarser, between.time, start + length);
      columns.high[count] = highestOf(between.high, coarser.first, coarser.next);
      columns.low[count] = lowestOf(between.low, coarser.first, coarser.next);
      columns.volume[count] = withoutNoise(sumOf(fine.volume, span.first, span.next));
    }
    covers[count++] = span.parts * part;
  }
  return cut({ columns, covers }, count);
}

/** Extremes and volume of a span in one loop, which is quicker than three; without a branch, as no market can be foreseen. */
function gather(
  fine: CandleColumns,
  { first, next }: Span,
  { columns, row }: { readonly columns: CandleColumns; readonly row: number },
): void {
  const { high, low, volume } = fine;
  let top = -Infinity;
  let bottom = Infinity;
  let sum = 0;
  for (let index = first; index < next; index++) {
    top = Math.max(top, high[index]);
    bottom = Math.min(bottom, low[index]);
    sum += volume[index];
  }
  columns.high[row] = top;
  columns.low[row] = bottom;
  columns.volume[row] = withoutNoise(sum);
}

/** The candles that make a coarser one: from `first` up to and without `next`. */
interface Span {
  first: number;
  next: number;
  parts: number;
}

/**
 * Goes on to the candles that open before `end`. Mostly there are as many as the last time: then two looks at the
 * times are enough, however many they are.
 */
function advance(span: Span, time: Float64Array, end: number): void {
  span.first = span.next;
  const guess = span.first + span.parts;
  if (guess <= time.length && time[guess - 1] < end && !(time[guess] < end)) {
    span.next = guess;
    return;
  }
  while (span.next < time.length && time[span.next] < end) span.next++;
  span.parts = span.next - span.first;
}

/** A sum of volumes as a venue that adds them up prints it: without the noise of adding doubles. */
function withoutNoise(sum: number): number {
  const units = sum * VOLUME_SCALE;
  return units < MOST_UNITS ? Math.round(units) / VOLUME_SCALE : Number(sum.toPrecision(SURE_DIGITS));
}

function sumOf(column: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let index = start; index < end; index++) sum += column[index];
  return sum;
}

/** Row by row the one that covers more of a candle; `first` where they cover the same. */
function betterOf(first: CoveredCandles, second: CoveredCandles): CoveredCandles {
  const most = first.covers.length + second.covers.length;
  const merged = { columns: candleColumns(most), covers: new Float64Array(most) };
  let at = 0;
  let left = 0;
  let right = 0;
  while (left < first.covers.length || right < second.covers.length) {
    const leftTime = first.columns.time[left] ?? Infinity;
    const rightTime = second.columns.time[right] ?? Infinity;
    const takeLeft = leftTime < rightTime ||
      (leftTime === rightTime && first.covers[left] >= second.covers[right]);
    const [from, row] = takeLeft ? [first, left] as const : [second, right] as const;
    copyRow(from.columns, row, { to: merged.columns, index: at });
    merged.covers[at++] = from.covers[row];
    if (leftTime <= rightTime) left++;
    if (rightTime <= leftTime) right++;
  }
  return cut(merged, at);
}

/** The first so many rows, as views. */
function cut({ columns, covers }: CoveredCandles, count: number): CoveredCandles {
  const { time, open, high, low, close, volume } = columns;
  return {
    columns: {
      time: time.subarray(0, count),
      open: open.subarray(0, count),
      high: high.subarray(0, count),
      low: low.subarray(0, count),
      close: close.subarray(0, count),
      volume: volume.subarray(0, count),
    },
    covers: covers.subarray(0, count),
  };
}
