const MINUTE_MS = 60_000;

/** Weight that one host may be asked for in any minute. Its owner counts by address; so does this, for one process. */
export class WeightBudget {
  readonly #perMinute: number;
  readonly #spent: { readonly at: number; readonly weight: number }[] = [];
  #used = 0;
  #shutUntil = -Infinity;

  /** So much in a minute. */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** How long a request of this weight has to wait, ms; 0: it may go. One heavier than the whole budget goes alone. */
  waitMs(weight: number, now: number): number {
    this.#forget(now);
    let wait = Math.max(0, this.#shutUntil - now);
    let used = this.#used;
    for (const spent of this.#spent) {
      if (used + weight <= this.#perMinute) break;
      used -= spent.weight;
      wait = Math.max(wait, spent.at + MINUTE_MS - now);
    }
    return wait;
  }

  /** Counts a request, or what its answer weighs beyond it. */
  spend(weight: number, now: number): void {
    if (weight <= 0) return;
    this.#spent.push({ at: now, weight });
    this.#used += weight;
  }

  /** Lets nothing go before a moment: the host said so. */
  shutUntil(time: number): void {
    this.#shutUntil = Math.max(this.#shutUntil, time);
  }

  #forget(now: number): void {
    while (this.#spent.length > 0 && this.#spent[0].at <= now - MINUTE_MS) {
      this.#used -= this.#spent.shift()!.weight;
    }
  }
}
