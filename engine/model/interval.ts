/** Candle intervals: their names, lengths and the grid of closes, all in ms since the epoch, UTC. */

const MINUTE = 60_000;

/** Length in ms of every interval that Reprise knows. */
export const INTERVAL_MS = {
  "1m": MINUTE,
  "3m": 3 * MINUTE,
  "5m": 5 * MINUTE,
  "15m": 15 * MINUTE,
  "30m": 30 * MINUTE,
  "1h": 60 * MINUTE,
  "2h": 120 * MINUTE,
  "4h": 240 * MINUTE,
  "6h": 360 * MINUTE,
  "8h": 480 * MINUTE,
  "12h": 720 * MINUTE,
  "1d": 1440 * MINUTE,
} as const;

/** The name of a candle interval. */
export type Interval = keyof typeof INTERVAL_MS;

/** All interval names, shortest first. */
export const INTERVALS: readonly Interval[] = Object.keys(INTERVAL_MS) as Interval[];

/** One hour in ms: the funding interval of the venue. */
export const HOUR_MS: number = INTERVAL_MS["1h"];

/** One UTC day in ms. */
export const DAY_MS: number = INTERVAL_MS["1d"];

/** The length of an interval in ms. */
export function intervalMs(interval: Interval): number {
  return INTERVAL_MS[interval];
}

/** Whether a text names an interval. */
export function isInterval(text: string): text is Interval {
  return Object.hasOwn(INTERVAL_MS, text);
}

/** The first close of `interval` at or after `time` (ms). */
export function closeAtOrAfter(time: number, interval: Interval): number {
  const length = INTERVAL_MS[interval];
  return Math.ceil(time / length) * length;
}

/** The first close of `interval` strictly after `time` (ms). */
export function closeAfter(time: number, interval: Interval): number {
  const length = INTERVAL_MS[interval];
  return (Math.floor(time / length) + 1) * length;
}

/** Whole candles that opened at or after `time` and closed up to `close` (ms); 0 where `time` is the later one. */
export function candlesSince(time: number, close: number, interval: Interval): number {
  const length = INTERVAL_MS[interval];
  return Math.max(0, Math.floor(close / length) - Math.ceil(time / length));
}

/** Midnight UTC at or before `time` (ms). */
export function dayStart(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}
