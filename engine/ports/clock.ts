/** Time, as the run knows it. */
export interface Clock {
  /** The present moment, ms since the epoch, UTC. It never goes back. */
  now(): number;
  /**
   * Resolves when `now()` is at least `time` (ms); at once when it already is. With a signal it also resolves
   * as soon as that is aborted, then `now()` may be earlier.
   */
  sleepUntil(time: number, signal?: AbortSignal): Promise<void>;
}
