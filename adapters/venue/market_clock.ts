import type { Clock } from "../../engine/mod.ts";

interface Sleeper {
  readonly until: number;
  wake(): void;
}

/** Market time: it stands still until whoever walks through the market moves it. */
export class MarketClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  /** Starts at `now`, ms since the epoch. */
  constructor(now: number) {
    this.#now = now;
  }

  /** Market time, ms. */
  now(): number {
    return this.#now;
  }

  /** Moves it on; a time that has passed changes nothing. */
  set(time: number): void {
    if (time <= this.#now) return;
    this.#now = time;
    for (const sleeper of this.#sleepers) if (sleeper.until <= time) sleeper.wake();
  }

  /** Resolves when it was moved to `time` or beyond, or the signal is aborted. */
  sleepUntil(time: number, signal?: AbortSignal): Promise<void> {
    if (time <= this.#now || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper = { until: time, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", wake);
    });
  }
}
