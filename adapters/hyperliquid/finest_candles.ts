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
 * The finest candles the venue has of an asset: minutes, and where those do not reach back, begin later than what is
 * wanted or leave a hole, the next longer ones, but only where no finer one lies inside it. A recorded market settles on
 * the same.
 */
export class FinestCandles implements CandleSource {
  readonly #ask: AskCandles;

  constructor(ask: AskCandles) {
    this.#ask = ask;
  }

  async later(from: number, until: number): Promise<readonly ClosedCandle[]> {
    return await this.#fillHoles(await this.#reachBack(from, until), until);
  }

  async #reachBack(from: number, until: number): Promise<readonly ClosedCandle[]> {
    let found: readonly ClosedCandle[] = [];
    let end = until;
    let finer: Interval | null = null;
    for (const interval of VENUE_INTERVALS) {
      const length = intervalMs(interval);
      if (!hasRoom({ from, until: end }, length)) continue;
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

  /** Longer candles where they fit into a hole behind the first one. */
  async #fillHoles(found: readonly ClosedCandle[], until: number): Promise<readonly ClosedCandle[]> {
    let filled = found;
    for (const interval of VENUE_INTERVALS.slice(1)) {
      const length = intervalMs(interval);
      const holes = holesIn(filled, until).filter((hole) => hasRoom(hole, length));
      if (holes.length === 0) continue;
      const longer = (await this.#ask(interval, holes[0].from, holes[holes.length - 1].until))
        .filter(({ openTime, closeTime }) =>
          holes.some((hole) => openTime >= hole.from && closeTime <= hole.until)
        );
      if (longer.length > 0) filled = [...filled, ...longer].sort((a, b) => a.openTime - b.openTime);
    }
    return filled;
  }

  async earlier(until: number, count: number): Promise<readonly ClosedCandle[]> {
    return (await this.later(0, until)).slice(-count);
  }
}

/** A stretch of time without candles, ms. */
interface Hole {
  readonly from: number;
  readonly until: number;
}

/** Room for one on its grid, or it is not asked for: a late minute is no reason to ask for a day. */
function hasRoom({ from, until }: Hole, length: number): boolean {
  return Math.ceil(from / length) * length + length <= until;
}

/** Where candles are missing behind the first one. */
function holesIn(candles: readonly ClosedCandle[], until: number): readonly Hole[] {
  return candles.flatMap(({ closeTime }, index) => {
    const next = candles[index + 1]?.openTime ?? until;
    return next > closeTime ? [{ from: closeTime, until: next }] : [];
  });
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
