import { type CandleSource, type ClosedCandle, type Interval, intervalMs } from "../../engine/mod.ts";
import type { AskCandles } from "./finest_candles.ts";

/** Candles of one interval of an asset; of older ones than the venue keeps there are none. */
export class IntervalCandles implements CandleSource {
  readonly #ask: AskCandles;
  readonly #interval: Interval;

  constructor(ask: AskCandles, interval: Interval) {
    this.#ask = ask;
    this.#interval = interval;
  }

  later(from: number, until: number): Promise<readonly ClosedCandle[]> {
    return this.#ask(this.#interval, from, until);
  }

  async earlier(until: number, count: number): Promise<readonly ClosedCandle[]> {
    const from = Math.max(0, until - (count + 1) * intervalMs(this.#interval));
    const near = await this.later(from, until);
    // A hole makes the last so many reach further back.
    return near.length >= count || from === 0 ? near : await this.later(0, until);
  }
}
