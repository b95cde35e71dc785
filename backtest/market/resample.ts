import { type CandleColumns, candleColumns } from "../../engine/mod.ts";

/**
 * Coarser candles from finer ones. A coarse candle is built from the parts there are and is missing only when
 * all of them are; nothing is invented. `length` (ms) must be a multiple of the finer interval's.
 */
export function resample(fine: CandleColumns, length: number): CandleColumns {
  const coarse = candleColumns(countBuckets(fine.time, length));
  let at = -1;
  let bucket = NaN;
  for (let index = 0; index < fine.time.length; index++) {
    const start = Math.floor(fine.time[index] / length) * length;
    if (start === bucket) {
      extend(coarse, at, { fine, index });
      continue;
    }
    bucket = start;
    at++;
    coarse.time[at] = start;
    coarse.open[at] = fine.open[index];
    coarse.high[at] = fine.high[index];
    coarse.low[at] = fine.low[index];
    coarse.close[at] = fine.close[index];
    coarse.volume[at] = fine.volume[index];
  }
  return coarse;
}

function extend(
  coarse: CandleColumns,
  at: number,
  { fine, index }: { readonly fine: CandleColumns; readonly index: number },
): void {
  if (fine.high[index] > coarse.high[at]) coarse.high[at] = fine.high[index];
  if (fine.low[index] < coarse.low[at]) coarse.low[at] = fine.low[index];
  coarse.close[at] = fine.close[index];
  coarse.volume[at] += fine.volume[index];
}

function countBuckets(time: Float64Array, length: number): number {
  let count = 0;
  let bucket = NaN;
  for (let index = 0; index < time.length; index++) {
    const start = Math.floor(time[index] / length);
    if (start !== bucket) count++;
    bucket = start;
  }
  return count;
}
