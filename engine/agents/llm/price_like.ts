/** Indicators that are in the unit of the price: when all prices double, so do they. */
const PRICE_LIKE: ReadonlySet<string> = new Set(["close", "ema", "sma", "atr", "macd", "bollinger"]);

/** Whether an output, by its name ("ema20", "macd12-26-9.line", "close"), is in the unit of the price. */
export function isPriceLike(output: string): boolean {
  return PRICE_LIKE.has(output.match(/^[a-z]*/)![0]);
}
