import { candleColumns, intervalMs, type RecordedCandles } from "../../engine/mod.ts";
import { CandleSeries } from "./candle_series.ts";
import { copyRow } from "./copy_row.ts";

/** What orders settle on, the finest candles there are for each time: a coarser one only where no finer one lies inside it. */
export function settlementSeries(candles: readonly RecordedCandles[]): CandleSeries {
  const finestFirst = [...candles].sort((a, b) => intervalMs(a.interval) - intervalMs(b.interval));
  let merged = withCloses(finestFirst[0]);
  for (const coarser of finestFirst.slice(1)) merged = merge(merged, coarser);
  return merged;
}

function withCloses({ interval, columns }: RecordedCandles): CandleSeries {
  return new CandleSeries(columns, intervalMs(interval));
}

function merge(fine: CandleSeries, coarse: RecordedCandles): CandleSeries {
  const length = intervalMs(coarse.interval);
  const { time } = coarse.columns;
  const extra: number[] = [];
  for (let index = 0; index < time.length; index++) {
    const closedBefore = fine.closedAt(time[index]);
    const openedInside = closedBefore < fine.count &&
      fine.columns.time[closedBefore] < time[index] + length;
    if (!openedInside) extra.push(index);
  }
  return extra.length === 0 ? fine : interleave(fine, coarse, extra);
}

function interleave(
  fine: CandleSeries,
  coarse: RecordedCandles,
  extra: readonly number[],
): CandleSeries {
  const count = fine.count + extra.length;
  const columns = candleColumns(count);
  const closes = new Float64Array(count);
  const length = intervalMs(coarse.interval);
  let fineAt = 0;
  let extraAt = 0;
  for (let index = 0; index < count; index++) {
    const takeExtra = extraAt < extra.length &&
      (fineAt >= fine.count || coarse.columns.time[extra[extraAt]] < fine.columns.time[fineAt]);
    if (takeExtra) {
      copyRow(coarse.columns, extra[extraAt], { to: columns, index });
      closes[index] = coarse.columns.time[extra[extraAt++]] + length;
    } else {
      copyRow(fine.columns, fineAt, { to: columns, index });
      closes[index] = fine.closeTime(fineAt++);
    }
  }
  return new CandleSeries(columns, closes);
}
