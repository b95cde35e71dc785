import type { Instrument } from "../../../engine/mod.ts";

/** Assets by the numbers the wire has for them: their places in the market's list. Source: exchange-rules 1.1. */
export class Assets {
  readonly #symbols: readonly string[];

  constructor(instruments: readonly Instrument[]) {
    this.#symbols = instruments.map(({ symbol }) => symbol);
  }

  /** Whether a number is one of an asset. */
  has(id: number): boolean {
    return id < this.#symbols.length;
  }

  /** The asset of a number; where it has none, a name that the exchange does not list. */
  symbol(id: number): string {
    return this.#symbols[id] ?? `#${id}`;
  }
}
