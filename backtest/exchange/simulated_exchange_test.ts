import { CONTRACT_VENUE, exchangeContract } from "../../engine/ports/exchange_contract.ts";
import { HistoricalMarketData } from "../market/historical_market_data.ts";
import { RecordedMarket } from "../market/recorded_market.ts";
import { SimulatedClock } from "../simulated_clock.ts";
import { DEFAULT_EXCHANGE } from "./options.ts";
import { SimulatedExchange } from "./simulated_exchange.ts";

exchangeContract("SimulatedExchange", () => {
  const { instrument, start, candles, funding, depositUsd } = CONTRACT_VENUE;
  const clock = new SimulatedClock(start);
  const recorded = { instrument, candles: [{ interval: "5m" as const, columns: candles }], funding };
  const marketData = new HistoricalMarketData(
    new RecordedMarket([{ ...recorded, openInterest: null }]),
    clock,
  );
  const parts = { clock, marketData, instruments: [instrument] };
  return Promise.resolve({
    exchange: new SimulatedExchange(parts, { ...DEFAULT_EXCHANGE, depositUsd }),
    sleepUntil: (time) => clock.sleepUntil(time),
    dispose: () => Promise.resolve(),
  });
});
