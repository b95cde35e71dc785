import {
  type CandleWindow,
  type Instrument,
  priceStep,
  priceToUnits,
  type Side,
  unitsToPrice,
  unitsToSize,
} from "../../engine/mod.ts";
import type { Liquidity, SlippageModel } from "./slippage/slippage_model.ts";

/** What best prices are found from. */
export interface MarketMoment {
  /** The price of the moment, USD, on the grid. */
  readonly price: number;
  /** Null where nothing asks for it. */
  readonly liquidity: Liquidity | null;
}

/** Best prices a taker of the least size would get, one tick from the price of the moment at least, USD. */
export function bestPrices(
  slippage: SlippageModel,
  instrument: Instrument,
  { price, liquidity }: MarketMoment,
): { readonly bid: number; readonly ask: number } {
  const size = unitsToSize(1, instrument);
  const best = (side: Side): number | null => slippage.price(price, { side, size, instrument, liquidity });
  const units = priceToUnits(price, instrument);
  const below = unitsToPrice(units - priceStep(units - 1, instrument), instrument);
  const above = unitsToPrice(units + priceStep(units, instrument), instrument);
  return { bid: Math.min(best("sell") ?? below, below), ask: Math.max(best("buy") ?? above, above) };
}

/** What the last candle of a window bore; null where it shows none. */
export function lastLiquidity(window: CandleWindow): Liquidity | null {
  const last = window.length - 1;
  if (last < 0) return null;
  return {
    volume: window.volume(last),
    range: (window.high(last) - window.low(last)) / window.open(last),
  };
}
