import { candleColumns, intervalMs, type MarkColumns, type RecordedCandles } from "../../engine/mod.ts";
import { type CandleSeries, countUpTo } from "./candle_series.ts";

/** Marks beside the candles that orders settle on, row by row. */
export interface SettledMarks {
  /** Where no mark was recorded these are the candle's own prices. */
  readonly columns: MarkColumns;
  /** 1 where one was recorded, else 0. */
  readonly isRecorded: Uint8Array;
}

/**
 * Puts recorded mark candles beside the candles of the same time and length; null where no candle has one. Longer or
 * shorter mark candles are not used: what a mark did at a candle's four instants could only be guessed from them.
 */
export function settledMarks(
  settled: CandleSeries,
  recorded: readonly RecordedCandles[],
): SettledMarks | null {
  if (recorded.length === 0) return null;
  const byLength = new Map(recorded.map(({ interval, columns }) => [intervalMs(interval), columns]));
  const columns = candleColumns(settled.count);
  const isRecorded = new Uint8Array(settled.count);
  const places = new Map<number, number>();
  for (let index = 0; index < settled.count; index++) {
    const open = settled.columns.time[index];
    const length = settled.closeTime(index) - open;
    const marks = byLength.get(length);
    const place = marks === undefined ? 0 : countUpTo(marks.time, open, places.get(length) ?? 0);
    places.set(length, place);
    const isThere = marks !== undefined && place > 0 && marks.time[place - 1] === open;
    const [from, row] = isThere ? [marks, place - 1] : [settled.columns, index];
    if (isThere) isRecorded[index] = 1;
    for (const name of ["open", "high", "low", "close"] as const) columns[name][index] = from[name][row];
  }
  const { open, high, low, close } = columns;
  return isRecorded.includes(1) ? { columns: { open, high, low, close }, isRecorded } : null;
}
