import { median } from "./median.ts";

/** Candles whose ranges are taken together: what is wide is told by what is usual around it, not over the year. */
const BLOCK = 500;
/** A move or a wick is told from a lively market at so many times the usual range of a candle around it. */
export const SPIKE_RANGES = 15;
/** A price has come back when less than this share of the move is left. */
const LEFT = 0.5;

/** Prices of candles in columns, as far as a spike needs them. */
export interface PriceColumns {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

/** A candle that a wrong print would look like. */
export interface Spike {
  readonly index: number;
  readonly what: "wick" | "close";
  /** How many times the median range (high − low, as a share of the price) of the candles around it. */
  readonly ranges: number;
}

/**
 * Candles that look like wrong prints: a wick, or a move from close to close that comes back by more than half with the
 * next candle, of over 15 times the median range of the block of 500 candles it stands in. True crashes do not come
 * back at once; some true wicks are told all the same, which is why this warns and drops nothing.
 */
export function findSpikes(columns: PriceColumns): Spike[] {
  const found: Spike[] = [];
  const { length } = columns.close;
  for (let start = 0; start < length; start += BLOCK) {
    const end = Math.min(start + BLOCK, length);
    // A rest too short to tell what is usual is told by the block before it as well.
    const usual = medianRange(columns, end - start < BLOCK ? Math.max(0, end - BLOCK) : start, end);
    if (usual === 0) continue;
    for (let index = start; index < end; index++) {
      const spike = spikeAt(columns, index, usual);
      if (spike !== null) found.push(spike);
    }
  }
  return found;
}

function spikeAt(columns: PriceColumns, index: number, usual: number): Spike | null {
  const wick = wickOf(columns, index) / usual;
  if (wick > SPIKE_RANGES) return { index, what: "wick", ranges: wick };
  const move = moveAndBack(columns.close, index) / usual;
  return move > SPIKE_RANGES ? { index, what: "close", ranges: move } : null;
}

function wickOf({ open, high, low, close }: PriceColumns, index: number): number {
  const above = high[index] - Math.max(open[index], close[index]);
  const below = Math.min(open[index], close[index]) - low[index];
  return Math.max(above, below) / close[index];
}

/** The move from the close before as a share of it, or 0 where the next close does not come back. */
function moveAndBack(close: Float64Array, index: number): number {
  if (index === 0 || index === close.length - 1) return 0;
  const before = close[index - 1];
  const move = close[index] - before;
  const left = close[index + 1] - before;
  return Math.abs(left) < Math.abs(move) * LEFT ? Math.abs(move) / before : 0;
}

function medianRange({ high, low, close }: PriceColumns, start: number, end: number): number {
  const ranges = new Float64Array(end - start);
  for (let index = start; index < end; index++) {
    ranges[index - start] = (high[index] - low[index]) / close[index];
  }
  return median(ranges);
}
