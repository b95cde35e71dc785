import type { Awaitable, Clock } from "../../engine/mod.ts";

const DONE = (): void => {};

/**
 * Lets calls run one after another, each at one moment: two at once would settle the same candles twice, and a clock that
 * is moved during a call would show it two markets. It is the clock that the calls go by.
 */
export class CallQueue implements Clock {
  readonly #clock: Clock;
  #held: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#held = clock.now();
  }

  /** The moment at which the call in progress began, ms. */
  now(): number {
    return this.#held;
  }

  /** Waits on the clock that it stands for. */
  sleepUntil(time: number, signal?: AbortSignal): Awaitable<void> {
    return this.#clock.sleepUntil(time, signal);
  }

  /** Runs a call when those before it are done, whether they failed or not. */
  next<T>(call: () => T | Promise<T>): Promise<T> {
    const answer = this.#last.then(() => {
      this.#held = this.#clock.now();
      return call();
    });
    // A fault is its caller's; those who wait go on.
    this.#last = answer.then(DONE, DONE);
    return answer;
  }
}
