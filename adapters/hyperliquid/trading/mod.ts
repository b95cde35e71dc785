/**
 * Hyperliquid, trading: one account behind the engine's `Exchange`, over the venue's HTTP.
 * @module
 */
export { type AccountFinding, checkAccount } from "./check_account.ts";
export { HyperliquidExchange } from "./hyperliquid_exchange.ts";
export {
  type AccountTerms,
  type ExchangeTerms,
  openAccount,
  type OpenedAccount,
  type OpenedExchange,
  openExchange,
} from "./open_exchange.ts";
export { OrderEvents } from "./order_events.ts";
export { openTrading, type TradedAccount, type Trading, type TradingTerms } from "./open_trading.ts";
export type { RequestBudget } from "./request_budget_wire.ts";
export { simulatedClock, type SimulatedClockRow } from "./simulated_venue.ts";
export { Wallet } from "./wallet.ts";
