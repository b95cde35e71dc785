/** The deepest fall from a high, over every value of a curve, with its dates. Source: methods.md A4. */
export class Drawdown {
  #deepest = 0;
  #from: number | null = null;
  #to: number | null = null;
  #high = -Infinity;
  #highClose = 0;

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

  /** Takes the next value, at its close (ms); the first one must be above zero. */
  push(close: number, value: number): void {
    if (value >= this.#high) {
      this.#high = value;
      this.#highClose = close;
      return;
    }
    const depth = value / this.#high - 1;
    if (depth >= this.#deepest) return;
    this.#deepest = depth;
    this.#from = this.#highClose;
    this.#to = close;
  }
}
