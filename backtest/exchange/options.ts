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
  /** Rules of the venue that most clients were not written for; those not given are off. */
  readonly gates?: VenueGates;
}

/** Rules of the venue that can be switched on. Source: exchange-rules 2.5. */
export interface VenueGates {
  /** What stands in an order's stead must rest: no trigger, no order that takes, unless it is to be placed always. */
  readonly strictModify?: boolean;
  /** A scheduled cancel wants a million dollars traded before. */
  readonly scheduledCancelVolume?: boolean;
}

/** Hyperliquid's lowest tier, two basis points of slippage, and the pessimistic reading of candles. */
export const DEFAULT_EXCHANGE: Omit<ExchangeOptions, "depositUsd"> = {
  fees: tieredFees(0),
  slippage: fixedSlippage(2),
  path: "pessimistic",
  partialFills: null,
  restingFill: "through",
};
