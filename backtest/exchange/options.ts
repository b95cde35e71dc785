import type { FeeModel } from "./fees/fee_model.ts";
import { tieredFees } from "./fees/tiered_fees.ts";
import type { RestingFill } from "./held_order.ts";
import { fixedSlippage } from "./slippage/fixed_slippage.ts";
import type { SlippageModel } from "./slippage/slippage_model.ts";

/** In which order a candle's extremes are reached: first the one against the position, or as the candle's body tells. */
export type CandlePath = "pessimistic" | "ohlc";

/** What the simulation assumes where the recorded market cannot tell. */
export interface ExchangeOptions {
  /** What is paid in before the first look, USD. */
  readonly depositUsd: number;
  readonly fees: FeeModel;
  /** How far an order that takes liquidity fills from the price of the moment. */
  readonly slippage: SlippageModel;
  readonly path: CandlePath;
  /** The share of a candle's volume that one order gets at most; null: all it asks for. */
  readonly partialFills: number | null;
  readonly restingFill: RestingFill;
}

/** Hyperliquid's lowest tier, two basis points of slippage, and the pessimistic reading of candles. */
export const DEFAULT_EXCHANGE: Omit<ExchangeOptions, "depositUsd"> = {
  fees: tieredFees(0),
  slippage: fixedSlippage(2),
  path: "pessimistic",
  partialFills: null,
  restingFill: "through",
};
