import { slippedPrice } from "./slipped_price.ts";
import type { SlippageModel } from "./slippage_model.ts";

/**
 * Fixed slippage: every taker pays the same share of the price, in basis points, and the rounding to the grid on
 * top. Fair for sizes far below what the book shows; it knows neither a thin market nor a large order.
 */
export function fixedSlippage(bps: number): SlippageModel {
  return {
    name: `bps:${bps}`,
    needsLiquidity: false,
    price(price, { side, instrument }) {
      const slipped = slippedPrice(price, { side, slippageBps: bps }, instrument);
      return slipped > 0 ? slipped : null;
    },
  };
}
