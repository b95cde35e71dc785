/**
 * What a push costs: `deno bench engine/indicators`. One iteration is 1000 candles, so µs read as ns for each.
 *
 * @module
 */
import { createIndicator } from "./create.ts";
import { adx, atr, bollinger, ema, macd, rsi, sma, stochastic } from "./spec.ts";
import { walk } from "./testing/series.ts";

const candles = walk({ seed: 1, price: 100, volatility: 0.01 }, 1000);

for (const spec of [ema(20), sma(20), rsi(), atr(), adx(), macd(), bollinger(), stochastic()]) {
  const indicator = createIndicator(spec);
  Deno.bench(`${indicator.id}: push 1000 candles`, () => {
    for (const [high, low, close] of candles) indicator.push(high, low, close);
  });
}
