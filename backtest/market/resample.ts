import { type CandleColumns, candleColumns } from "../../engine/mod.ts";
import { copyRow } from "./copy_row.ts";

/**
 * Coarser candles from finer ones. A coarse candle is built from the parts there are and is missing only when
 * all of them are; nothing is invented. `length` (ms) must be a multiple of the finer interval's.
 */
export function resample(fine: CandleColumns, length: number): CandleColumns {
  const coarse = candleColumns(countParts(fine.time, length).length);
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

/** Candles that coarser ones can be built from. */
export interface FinerCandles {
  readonly columns: CandleColumns;
  /** Their length, ms. */
  readonly length: number;
}

/**
 * Coarser candles from several finer series: each from the one that covers most of it, and where they cover the
 * same from the coarsest. It is chosen candle by candle, so what comes later never changes an earlier candle.
 */
export function resampleBest(series: readonly FinerCandles[], length: number): CandleColumns {
  const coarsestFirst = [...series].sort((a, b) => b.length - a.length);
  const made = coarsestFirst.map(({ columns }) => resample(columns, length));
  if (made.length === 1) return made[0];
  const best = new Map<number, { readonly from: number; readonly row: number; readonly covers: number }>();
  coarsestFirst.forEach(({ columns, length: part }, from) => {
    countParts(columns.time, length).forEach((parts, row) => {
      const time = made[from].time[row];
      const covers = parts * part;
      if (covers > (best.get(time)?.covers ?? 0)) best.set(time, { from, row, covers });
    });
  });
  const chosen = [...best].sort(([a], [b]) => a - b);
  const coarse = candleColumns(chosen.length);
  chosen.forEach(([, { from, row }], index) => copyRow(made[from], row, { to: coarse, index }));
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

/** How many candles each coarse one is built from, in order. */
function countParts(time: Float64Array, length: number): number[] {
  const counts: number[] = [];
  let bucket = NaN;
  for (let index = 0; index < time.length; index++) {
    const start = Math.floor(time[index] / length);
    if (start === bucket) counts[counts.length - 1]++;
    else counts.push(1);
    bucket = start;
  }
  return counts;
}
