/**
 * Streaming indicators over closed candles.
 *
 * @module
 */
export { createIndicator } from "./create.ts";
export { type Indicator, outputNames } from "./indicator.ts";
export {
  adx,
  atr,
  bollinger,
  ema,
  indicatorId,
  type IndicatorSpec,
  indicatorSpecSchema,
  macd,
  rsi,
  sma,
  stochastic,
} from "./spec.ts";
