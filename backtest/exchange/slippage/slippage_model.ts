import type { Instrument, Side } from "../../../engine/mod.ts";

/** What the market could bear when an order arrived: its candle inside a walk, else the last that closed. */
export interface Liquidity {
  /** Of the candle, in coins. */
  readonly volume: number;
  /** (high − low) ÷ open of the candle. */
  readonly range: number;
}

/** An order that takes liquidity. */
export interface Taker {
  readonly side: Side;
  /** In coins. */
  readonly size: number;
  readonly instrument: Instrument;
  /** Null where the model in force needs none, or no candle has closed yet. */
  readonly liquidity: Liquidity | null;
}

/** At what price an order that takes liquidity fills. Each model has a file, and a section in FIDELITY.md. */
export interface SlippageModel {
  /** As it is written on the command line. */
  readonly name: string;
  /** Whether it asks for the candle's volume and range. */
  readonly needsLiquidity: boolean;
  /** The price of the moment moved against the taker, on the grid; null where nothing would be met. */
  price(price: number, taker: Taker): number | null;
}
