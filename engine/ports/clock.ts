import type { Awaitable } from "../model/awaitable.ts";

/** Time, as the run knows it. */
export interface Clock {
  /** The present moment, ms since the epoch, UTC. It never goes back. */
  now(): number;
  /**
   * Is there when `now()` is at least `time` (ms): without a promise, or at once, when it already is. With a signal it also ends
   * as soon as that is aborted, then `now()` may be earlier.
   */
  sleepUntil(time: number, signal?: AbortSignal): Awaitable<void>;
}
