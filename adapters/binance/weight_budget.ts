const MINUTE_MS = 60_000;

/**
 * Weight that may be used in a minute of the clock. Binance counts by address and tells what it has counted, so others
 * that share the address are seen. Source: exchange-rules 8.4.
 */
export class WeightBudget {
  readonly #perMinute: number;
  #minute = -1;
  #used = 0;
  #shutUntil = -Infinity;

  /** So much in a minute. */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** How long a request of this weight has to wait, ms; 0: it may go. One heavier than the whole budget goes alone. */
  waitMs(weight: number, now: number): number {
    const shut = Math.max(0, this.#shutUntil - now);
    this.#turn(now);
    if (this.#used === 0 || this.#used + weight <= this.#perMinute) return shut;
    return Math.max(shut, (this.#minute + 1) * MINUTE_MS - now);
  }

  /** Counts a request. */
  spend(weight: number, now: number): void {
    this.#turn(now);
    this.#used += weight;
  }

  /** Takes what Binance says was used in this minute. */
  told(used: number, now: number): void {
    this.#turn(now);
    if (used > this.#used) this.#used = used;
  }

  /** Lets nothing go before a moment: Binance said so. */
  shutUntil(time: number): void {
    this.#shutUntil = Math.max(this.#shutUntil, time);
  }

  #turn(now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#used = 0;
  }
}
