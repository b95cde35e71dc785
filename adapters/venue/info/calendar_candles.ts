import { DAY_MS, dayStart, type ShownCandle } from "../../../engine/mod.ts";

/** Intervals that are put together from days. */
export type CalendarInterval = "3d" | "1w" | "1M";

/** Three days go by the epoch's grid; a week opens on Monday: the epoch began on a Thursday. */
const THREE_DAYS = 3 * DAY_MS;
const WEEK = 7 * DAY_MS;
const FIRST_MONDAY = 4 * DAY_MS;

/** When the candle opens that a moment (ms, UTC) belongs to. */
export function calendarOpen(interval: CalendarInterval, time: number): number {
  if (interval === "3d") return Math.floor(time / THREE_DAYS) * THREE_DAYS;
  if (interval === "1w") return Math.floor((time - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY;
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** When the candle closes that opens at a moment (ms, UTC). */
export function calendarClose(interval: CalendarInterval, open: number): number {
  if (interval === "3d") return open + THREE_DAYS;
  if (interval === "1w") return open + WEEK;
  const date = new Date(open);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** Daily candles, oldest first, put together; the last may still be forming, and days may be missing. */
export function calendarCandles(
  interval: CalendarInterval,
  days: readonly ShownCandle[],
): readonly ShownCandle[] {
  const candles: ShownCandle[] = [];
  for (const day of days) {
    const openTime = calendarOpen(interval, day.openTime);
    const last = candles.at(-1);
    if (last?.openTime === openTime) candles[candles.length - 1] = joined(last, day);
    else candles.push({ ...day, openTime, closeTime: calendarClose(interval, openTime), isClosed: false });
  }
  const newest = days.at(-1);
  return candles.map((candle) => ({ ...candle, isClosed: isOver(candle, newest) }));
}

function joined(candle: ShownCandle, day: ShownCandle): ShownCandle {
  return {
    ...candle,
    high: Math.max(candle.high, day.high),
    low: Math.min(candle.low, day.low),
    close: day.close,
    volume: candle.volume + day.volume,
    trades: candle.trades + day.trades,
  };
}

/** Once its last day has closed, or a later day is there. */
function isOver({ closeTime }: ShownCandle, newest: ShownCandle | undefined): boolean {
  if (newest === undefined) return false;
  const known = newest.isClosed ? newest.closeTime : dayStart(newest.openTime);
  return closeTime <= known;
}
