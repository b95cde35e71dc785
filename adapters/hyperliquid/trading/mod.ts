/**
 * Hyperliquid, trading: one account behind the engine's `Exchange`, over the venue's HTTP.
 * @module
 */
export { HyperliquidExchange } from "./hyperliquid_exchange.ts";
export { type ExchangeTerms, type OpenedExchange, openExchange } from "./open_exchange.ts";
export type { RequestBudget } from "./request_budget_wire.ts";
export { simulatedClock, type SimulatedClockRow } from "./simulated_venue.ts";
export { Wallet } from "./wallet.ts";
export { walletFor } from "./wallet_for.ts";
