import { atr, ema, macd, rsi } from "../indicators/mod.ts";
import type { Need } from "./agent.ts";

/** How many of the last values of each series are shown. */
const SHOWN = 10;

/** What the built-in agents look at: timing on the decision interval, trend on four hours. */
export const STANDARD_NEEDS: readonly Need[] = [
  { interval: "decision", indicators: [ema(20), macd(), rsi(7), rsi(14)], values: SHOWN },
  { interval: "4h", indicators: [ema(20), ema(50), atr(3), atr(14), macd(), rsi(14)], values: SHOWN },
];
