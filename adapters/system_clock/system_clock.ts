import type { Clock } from "../../engine/mod.ts";

/** The longest that a timer sleeps in one piece, ms. A runtime's timers count no more than 2³¹ ms, and stand still while the machine is suspended. */
const PIECE_MS = 1000;

/**
 * The clock of the system. Where that is set back, `now()` stands still until it has caught up: what has been decided
 * lies in the past and stays there.
 */
export class SystemClock implements Clock {
  readonly #wall: () => number;
  readonly #pieceMs: number;
  #last = -Infinity;

  /** `wall` tells the system's time in ms; `pieceMs` is how late it may be noticed that it was set or stood still. */
  constructor(wall: () => number = Date.now, pieceMs: number = PIECE_MS) {
    this.#wall = wall;
    this.#pieceMs = pieceMs;
  }

  /** The present moment, whole ms since the epoch, UTC. */
  now(): number {
    this.#last = Math.max(this.#last, Math.floor(this.#wall()));
    return this.#last;
  }

  /** Sleeps until `now()` is at least `time` (ms), or the signal is aborted. */
  sleepUntil(time: number, signal?: AbortSignal): void | Promise<void> {
    if (this.now() >= time || signal?.aborted === true) return;
    return this.#sleep(time, signal);
  }

  async #sleep(time: number, signal: AbortSignal | undefined): Promise<void> {
    while (this.now() < time && signal?.aborted !== true) {
      await pause(Math.min(time - this.now(), this.#pieceMs), signal);
    }
  }
}

/** Waits so many ms by a timer, or until the signal is aborted; leaves neither timer nor listener behind. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
