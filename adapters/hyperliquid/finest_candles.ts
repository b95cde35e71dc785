import { type CandleSource, type ClosedCandle, type Interval, intervalMs } from "../../engine/mod.ts";

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
      const seam = finer !== null && isCut(end, finer, until) ? seamAfter(end, finer, length) : end;
      const longer = (await this.#ask(interval, from, Math.min(until, seam)))
        .filter(({ openTime, closeTime }) => openTime < seam && closeTime <= seam);
      finer = interval;
      if (longer.length === 0) continue;
      const last = longer[longer.length - 1].closeTime;
      found = [...longer, ...found.filter(({ openTime }) => openTime >= last)];
      end = longer[0].openTime;
    }
    return found;
  }

  async earlier(until: number, count: number): Promise<readonly ClosedCandle[]> {
    return (await this.later(0, until)).slice(-count);
  }
}

/** Whether finer candles begin where they do because older ones are not kept; longer ones may reach into them then. */
function isCut(end: number, finer: Interval, until: number): boolean {
  const length = intervalMs(finer);
  return end <= until - (MOST_CANDLES - 2) * length;
}

/** Where candles of both lengths meet first at or after a moment, ms: none of them lies across it. */
function seamAfter(time: number, finer: Interval, longer: number): number {
  let step = longer;
  while (step % intervalMs(finer) !== 0) step += longer;
  return Math.ceil(time / step) * step;
}
