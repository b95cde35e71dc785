/**
 * The MarketData contract, over real HTTP: a recorded market behind a served venue, read back by the adapters.
 * @module
 */
import { BinanceCandles, FUTURES, SPOT } from "../../adapters/binance/mod.ts";
import { HyperliquidMarket } from "../../adapters/hyperliquid/mod.ts";
import { RecordedMarket } from "../../backtest/market/recorded_market.ts";
import { CONTRACT_MARKET, marketDataContract } from "../../engine/ports/market_data_contract.ts";
import { DAY_MS, type MarketData } from "../../engine/mod.ts";
import { type ServedMarket, serveMarket } from "./served_market.ts";

const { instrument, interval, start, candles, funding } = CONTRACT_MARKET;

function serve(): Promise<ServedMarket> {
  const market = new RecordedMarket([{
    instrument,
    candles: [{ interval, columns: candles }],
    funding,
    openInterest: null,
  }]);
  return serveMarket({ market, instruments: [instrument], from: start, until: start + DAY_MS });
}

/** The wire has no word for a rate that is not known yet, it prints zero; no hour of this market has that rate. */
function withoutZeroRates(marketData: HyperliquidMarket): Pick<MarketData, "contexts"> {
  return {
    contexts: async (assets) =>
      (await marketData.contexts(assets)).map((one) => one.funding === 0 ? { ...one, funding: null } : one),
  };
}

marketDataContract("Hyperliquid's market over HTTP", async () => {
  const served = await serve();
  const { url: baseUrl, clock } = served;
  const market = new HyperliquidMarket({ baseUrl, clock, freshMs: 0, weightPerMinute: Infinity });
  return {
    marketData: {
      candles: (...asked) => market.candles(...asked),
      finest: (...asked) => market.finest(...asked),
      funding: (...asked) => market.funding(...asked),
      ...withoutZeroRates(market),
    },
    sleepUntil: (time) => clock.sleepUntil(time),
    dispose: () => served.stop(),
  };
});

for (const product of [FUTURES, SPOT]) {
  marketDataContract(`Candles of ${product.source} over HTTP, all else Hyperliquid's`, async () => {
    const served = await serve();
    const { url: baseUrl, clock } = served;
    const market = new HyperliquidMarket({ baseUrl, clock, freshMs: 0, weightPerMinute: Infinity });
    const binance = new BinanceCandles({ baseUrl, clock, product, weightPerMinute: Infinity });
    return {
      marketData: {
        candles: (...asked) => binance.candles(...asked),
        finest: (...asked) => market.finest(...asked),
        funding: (...asked) => market.funding(...asked),
        ...withoutZeroRates(market),
      },
      sleepUntil: (time) => clock.sleepUntil(time),
      dispose: () => served.stop(),
    };
  });
}
