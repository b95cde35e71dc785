import {
  type CandleSource,
  type ClosedCandle,
  DAY_MS,
  HOUR_MS,
  type Interval,
  intervalMs,
} from "../../engine/mod.ts";

/** The intervals the venue has, of those we know. Source: exchange-rules 5.2. */
export const VENUE_INTERVALS: readonly Interval[] = [
  "1m",
  "3m",
  "5m",
  "15m",
  "30m",
  "1h",
  "2h",
  "4h",
  "8h",
  "12h",
  "1d",
];

/** Only so many candles of an interval exist. Source: exchange-rules 5.2. */
export const MOST_CANDLES = 5000;
/** How far back candles are looked for where the last so many are wanted, ms. */
const LOOK_BACK: readonly number[] = [2 * HOUR_MS, 2 * DAY_MS];

/** Asks for the closed candles of an interval that opened at or after one moment and closed at or before another. */
export type AskCandles = (
  interval: Interval,
  from: number,
  until: number,
) => Promise<readonly ClosedCandle[]>;

/**
 * The finest candles the venue has of an asset: minutes, and where those do not reach back, or begin later than what is
 * wanted, the next longer ones. Inside a stretch of fine ones a hole stays a hole.
 */
export class FinestCandles implements CandleSource {
  readonly #ask: AskCandles;

  constructor(ask: AskCandles) {
    this.#ask = ask;
  }

  async later(from: number, until: number): Promise<readonly ClosedCandle[]> {
    let found: readonly ClosedCandle[] = [];
    let end = until;
    let finer: Interval | null = null;
    for (const interval of VENUE_INTERVALS) {
      const length = intervalMs(interval);
      // Room for one on its grid, or it is not asked for: a late minute is no reason to ask for a day.
      if (Math.ceil(from / length) * length + length > end) continue;
      const reach = finer !== null && isCut(end, finer, until) ? length : 0;
      const longer = (await this.#ask(interval, from, Math.min(until, end + reach)))
        .filter(({ openTime, closeTime }) => openTime < end && closeTime <= end + reach);
      finer = interval;
      if (longer.length === 0) continue;
      const last = longer[longer.length - 1].closeTime;
      found = [...longer, ...found.filter(({ openTime }) => openTime >= last)];
      end = longer[0].openTime;
    }
    return found;
  }

  async earlier(until: number, count: number): Promise<readonly ClosedCandle[]> {
    for (const back of [...LOOK_BACK, until]) {
      const found = await this.later(Math.max(0, until - back), until);
      if (found.length >= count || back === until) return found;
    }
    return [];
  }
}

/** Whether finer candles begin where they do because older ones are not kept, and a longer one may reach into them. */
function isCut(end: number, finer: Interval, until: number): boolean {
  const length = intervalMs(finer);
  return end <= until - (MOST_CANDLES - 2) * length;
}
