/** What the simulation assumes where the recorded market cannot tell. */
export interface ExchangeOptions {
  /** What is paid in before the first look, USD. */
  readonly depositUsd: number;
  /** Fee of an order that takes liquidity, as a fraction. Source: exchange-rules 3.1, lowest tier. */
  readonly takerFee: number;
  /** How far a market order or a fired trigger fills from the price of the moment, basis points. */
  readonly slippageBps: number;
}

/** Hyperliquid's lowest tier, and two basis points of slippage. */
export const DEFAULT_EXCHANGE: Omit<ExchangeOptions, "depositUsd"> = { takerFee: 0.00045, slippageBps: 2 };
