/** Significant figures of a printed entry price. Source: exchange-rules 3.4. */
const ENTRY_FIGURES = 6;
const ENTRY_DECIMALS = 6;
/** Of liquidation prices and returns, by the recorded account of 2026; in 2023 there were eight. */
const DECIMALS = 10;

/** The venue prints an entry price cut, not rounded, to six significant digits and at most six decimals. */
export function printedEntry(price: number): number {
  const digits = Math.floor(Math.log10(price)) + 1;
  const decimals = Math.min(ENTRY_DECIMALS, Math.max(0, ENTRY_FIGURES - digits));
  const text = price.toFixed(decimals + 6);
  const cut = text.slice(0, text.indexOf(".") + 1 + decimals);
  return Number(cut);
}

/** A liquidation price as it is printed: rounded to ten decimals; null: never. */
export function printedLiquidation(price: number | null): number | null {
  return price === null ? null : roundTo(price, DECIMALS);
}

/**
 * What a position made of the margin it was entered with, as a fraction of ten decimals: unrealised PnL ÷ (cost ÷
 * leverage). Both in micro-USDC, the cost below zero for a short.
 */
export function returnOnEquity(unrealizedMicro: number, costMicro: number, leverage: number): number {
  return roundTo(unrealizedMicro * leverage / Math.abs(costMicro), DECIMALS);
}

/** Rounded to so many decimals; what is too large for that in whole units is printed instead, which is slow. */
function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  const units = value * scale;
  return Math.abs(units) < Number.MAX_SAFE_INTEGER
    ? Math.round(units) / scale
    : Number(value.toFixed(decimals));
}
