/** The promises of an exchange, held by the one over Hyperliquid's wire: a served venue, over HTTP, moved by steps. */

import { RecordedMarket } from "../../backtest/mod.ts";
import { CONTRACT_VENUE, exchangeContract } from "../../engine/ports/exchange_contract.ts";
import { serveMarket } from "./served_market.ts";

exchangeContract("HyperliquidExchange", () => {
  const { instrument, start, candles, funding, depositUsd } = CONTRACT_VENUE;
  const series = [{ interval: "5m" as const, columns: candles }];
  return serveMarket({
    market: new RecordedMarket([{ instrument, candles: series, funding, openInterest: null }]),
    from: start,
    until: start + candles.time.length * 300_000,
    balanceUsd: depositUsd,
  });
});
