import { slippedPrice } from "./slipped_price.ts";
import type { SlippageModel } from "./slippage_model.ts";

/** Half of the spread between the best prices, basis points: what a taker of any size pays. */
const HALF_SPREAD_BPS = 0.5;
/** A candle's range in standard deviations of its move, for a price without drift: 2 √(ln 2). */
const RANGE_IN_DEVIATIONS = 2 * Math.sqrt(Math.LN2);
const BPS = 10_000;

/**
 * Spread and impact: half the spread, and the deviation of the candle times the square root of the order's share of
 * the candle's volume. The law has no free length of time: over four times the time the deviation is twice and the
 * volume four times as large. The deviation is the candle's range ÷ 2√(ln 2). Where no volume was traded nothing is
 * met.
 */
export const IMPACT_SLIPPAGE: SlippageModel = {
  name: "impact",
  needsLiquidity: true,
  price(price, { side, size, instrument, liquidity }) {
    if (liquidity === null || !(liquidity.volume > 0)) return null;
    const deviation = liquidity.range / RANGE_IN_DEVIATIONS;
    const impact = deviation * Math.sqrt(size / liquidity.volume);
    const slipped = slippedPrice(price, { side, slippageBps: HALF_SPREAD_BPS + impact * BPS }, instrument);
    return slipped > 0 ? slipped : null;
  },
};
