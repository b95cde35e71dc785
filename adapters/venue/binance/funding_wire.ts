import type { VenueMarket } from "../../../engine/mod.ts";
import type { BinanceListing } from "./binance_symbols_wire.ts";
import type { BinanceRange } from "./binance_query_wire.ts";
import { eightHourFunding, FUNDING_MS } from "./eight_hour_funding.ts";
import { fixedText } from "./fixed_text.ts";

/** Binance's own share of a rate, which the venue's rates contain already. */
const INTEREST_RATE = 0.0001;
const DECIMALS = 8;

/** Mark, index and funding of one symbol. */
export function premiumIndex(
  market: VenueMarket,
  { instrument, symbol }: BinanceListing,
  now: number,
): unknown {
  const [{ mark, oracle }] = market.contexts([instrument.symbol]);
  const [last] = eightHourFunding(market, instrument.symbol, { now, start: null, end: null, limit: 1 });
  const text = (value: number | null): string => fixedText(value ?? 0, DECIMALS);
  return {
    symbol,
    markPrice: text(mark),
    indexPrice: text(oracle),
    estimatedSettlePrice: text(oracle),
    lastFundingRate: text(last?.rate ?? null),
    interestRate: text(INTEREST_RATE),
    nextFundingTime: (Math.floor(now / FUNDING_MS) + 1) * FUNDING_MS,
    time: now,
  };
}

/** Past payments of one symbol, oldest first. */
export function fundingRates(
  market: VenueMarket,
  { instrument: { symbol: asset }, symbol }: BinanceListing,
  range: BinanceRange & { readonly now: number },
): readonly { readonly fundingTime: number }[] {
  return eightHourFunding(market, asset, range).map(({ time, rate }) => ({
    symbol,
    fundingTime: time,
    fundingRate: fixedText(rate, DECIMALS),
    markPrice: markAt(market, asset, time),
  }));
}

/** The close of the hour that ended then; nothing where none did. */
function markAt(market: VenueMarket, asset: string, time: number): string {
  const [candle] = market.candles(asset, "1h", { from: time - 1, until: time - 1, most: 1 });
  return candle === undefined || !candle.isClosed ? "" : fixedText(candle.close, DECIMALS);
}
