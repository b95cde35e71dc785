/** Where two clocks would be if both went, at every moment, as fast as the faster of them, ms. It never goes back. */
export class FasterClock {
  readonly #clocks: readonly (() => number)[];
  #last: readonly number[];
  #now = 0;

  constructor(...clocks: readonly (() => number)[]) {
    this.#clocks = clocks;
    this.#last = clocks.map((clock) => clock());
  }

  /** ms since it was made. */
  now(): number {
    const seen = this.#clocks.map((clock) => clock());
    this.#now += Math.max(0, ...seen.map((time, index) => time - this.#last[index]));
    this.#last = seen;
    return this.#now;
  }
}
