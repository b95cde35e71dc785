import { Adx } from "./adx.ts";
import { Atr } from "./atr.ts";
import { Bollinger } from "./bollinger.ts";
import { Ema } from "./ema.ts";
import type { Indicator } from "./indicator.ts";
import { Macd } from "./macd.ts";
import { Rsi } from "./rsi.ts";
import { Sma } from "./sma.ts";
import { type IndicatorSpec, indicatorSpecSchema } from "./spec.ts";
import { Stochastic } from "./stochastic.ts";

/**
 * Makes a fresh indicator, which has seen no candle.
 *
 * Specs also come from code, past no door, and a period of 0 would compute nonsense in silence: so the spec is
 * looked at here. Throws a ZodError that says what was wanted.
 */
export function createIndicator(spec: IndicatorSpec): Indicator {
  const valid = indicatorSpecSchema.parse(spec);
  switch (valid.name) {
    case "ema":
      return new Ema(valid.period);
    case "sma":
      return new Sma(valid.period);
    case "rsi":
      return new Rsi(valid.period);
    case "atr":
      return new Atr(valid.period);
    case "adx":
      return new Adx(valid.period);
    case "macd":
      return new Macd(valid.fast, valid.slow, valid.signal);
    case "bollinger":
      return new Bollinger(valid.period, valid.deviations);
    case "stochastic":
      return new Stochastic(valid.period, valid.smoothK, valid.smoothD);
  }
}
