/** The deepest fall from a high, over every value of a curve, with its dates and length. Source: methods.md A4. */
export class Drawdown {
  #deepest = 0;
  #from: number | null = null;
  #to: number | null = null;
  #high = -Infinity;
  #highClose = 0;
  /** The high before the deepest fall, until it is reached again. */
  #missed = Infinity;
  #until: number | null = null;
  #last = 0;

  /** Lowest value ÷ high before it − 1: zero or below it. */
  get deepest(): number {
    return this.#deepest;
  }

  /** When the high was last seen before the deepest fall, ms; null without a fall. */
  get from(): number | null {
    return this.#from;
  }

  /** When the deepest point was first reached, ms; null without a fall. */
  get to(): number | null {
    return this.#to;
  }

  /** When the high before the deepest fall was first reached again, ms; null where it was not. */
  get until(): number | null {
    return this.#until;
  }

  /** From that high until then, or until the last value, ms; null without a fall. */
  get lengthMs(): number | null {
    return this.#from === null ? null : (this.#until ?? this.#last) - this.#from;
  }

  /** Takes the next value, at its close (ms); the first one must be above zero. */
  push(close: number, value: number): void {
    this.#last = close;
    if (value >= this.#high) {
      if (value >= this.#missed) this.#recover(close);
      this.#high = value;
      this.#highClose = close;
      return;
    }
    const depth = value / this.#high - 1;
    if (depth >= this.#deepest) return;
    this.#deepest = depth;
    this.#from = this.#highClose;
    this.#to = close;
    this.#missed = this.#high;
    this.#until = null;
  }

  #recover(close: number): void {
    this.#until = close;
    this.#missed = Infinity;
  }
}
