import { DAY_MS } from "../../engine/mod.ts";

/** How far ahead the moment must lie, ms. Source: exchange-rules 2.5. */
const LEAST_AHEAD_MS = 5_000;
/** How often it may strike in a UTC day. */
const MOST_A_DAY = 10;

/** The moment at which all open orders are to be cancelled: a dead man's switch. */
export class ScheduledCancel {
  #time: number | null = null;
  #day = -1;
  #struck = 0;

  /** When it strikes, ms; null: it is not set. */
  get time(): number | null {
    return this.#time;
  }

  /**
   * Sets it, or clears it with null. Says why not, in words of our own where the venue's are not on record; null where
   * it is done.
   */
  set(time: number | null, now: number): string | null {
    if (time !== null && !(time >= now + LEAST_AHEAD_MS)) {
      return "Scheduled cancel time must be at least 5 seconds in the future.";
    }
    if (time !== null && this.#day === dayOf(now) && this.#struck >= MOST_A_DAY) {
      return `Too many scheduled cancels triggered for the day. Limit is ${MOST_A_DAY}`;
    }
    this.#time = time;
    return null;
  }

  /** Notes that it has struck. */
  strike(): void {
    const day = dayOf(this.#time!);
    this.#struck = day === this.#day ? this.#struck + 1 : 1;
    this.#day = day;
    this.#time = null;
  }
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}
