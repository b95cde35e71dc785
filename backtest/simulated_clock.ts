import type { Clock } from "../engine/mod.ts";

/** A clock that jumps: sleeping until a time makes it that time, and nothing ever waits. */
export class SimulatedClock implements Clock {
  #now: number;

  /** Starts at `now`, ms since the epoch. */
  constructor(now: number) {
    this.#now = now;
  }

  /** The simulated moment, ms. */
  now(): number {
    return this.#now;
  }

  /** Jumps to `time`; a time that has passed changes nothing. An aborted signal keeps it where it is. */
  sleepUntil(time: number, signal?: AbortSignal): void {
    if (time > this.#now && signal?.aborted !== true) this.#now = time;
  }
}
