import { INTERVAL_MS } from "../../../engine/mod.ts";

const MINUTE_MS = INTERVAL_MS["1m"];

/** So much may be taken, and what was taken comes back evenly within a minute. */
export class TokenBucket {
  readonly #size: number;
  #left: number;
  #time: number;

  constructor(size: number, now: number) {
    this.#size = size;
    this.#left = size;
    this.#time = now;
  }

  /** Takes so many at a moment (ms) where so many are left; false: nothing was taken. */
  take(count: number, now: number): boolean {
    if (this.#leftAt(now) < count) return false;
    this.#left -= count;
    return true;
  }

  /** Takes so many whether they are left or not: what is owed has to come back first. */
  owe(count: number, now: number): void {
    this.#left = this.#leftAt(now) - count;
  }

  #leftAt(now: number): number {
    if (now > this.#time) {
      this.#left = Math.min(this.#size, this.#left + this.#size * (now - this.#time) / MINUTE_MS);
      this.#time = now;
    }
    return this.#left;
  }
}
