import type { SlippageModel } from "./slippage_model.ts";

/**
 * No slippage: the price of the moment, whatever the size. It is what many backtests assume; no market gives it to
 * an order that crosses a spread.
 */
export const NO_SLIPPAGE: SlippageModel = {
  name: "none",
  needsLiquidity: false,
  price: (price) => price,
};
