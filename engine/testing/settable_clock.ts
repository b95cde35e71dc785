import type { Clock } from "../ports/clock.ts";

/** A clock that stands still until it is set; to sleep is to jump, once `onSleep` has had its say. */
export class SettableClock implements Clock {
  /** Called at the start of every sleep: the place to let something happen meanwhile. */
  onSleep: (until: number) => void = () => {};
  #now: number;

  /** Starts at `now`, ms. */
  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Sets the moment; a clock never goes back. */
  set(now: number): void {
    if (now < this.#now) throw new RangeError(`a clock set back from ${this.#now} to ${now}`);
    this.#now = now;
  }

  sleepUntil(time: number, signal?: AbortSignal): Promise<void> {
    this.onSleep(time);
    if (signal?.aborted !== true && time > this.#now) this.#now = time;
    return Promise.resolve();
  }
}
