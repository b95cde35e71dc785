import { type CandleColumns, createIndicator, type IndicatorSpec } from "../../engine/mod.ts";

/**
 * What the engine is measured against: one plain loop over a candle's arrays that gathers coarser candles of
 * `lengthMs` and feeds the same indicators, and does nothing else. Gives the sum of the last values, so that nothing
 * is left out as unused.
 */
export function bareLoop(columns: CandleColumns, lengthMs: number, specs: readonly IndicatorSpec[]): number {
  const indicators = specs.map(createIndicator);
  const { time, high, low, close } = columns;
  const part = time[1] - time[0];
  let top = -Infinity;
  let bottom = Infinity;
  let end = (Math.floor(time[0] / lengthMs) + 1) * lengthMs;
  for (let index = 0; index < time.length; index++) {
    if (high[index] > top) top = high[index];
    if (low[index] < bottom) bottom = low[index];
    if (time[index] + part < end) continue;
    for (const indicator of indicators) indicator.push(top, bottom, close[index]);
    top = -Infinity;
    bottom = Infinity;
    end += lengthMs;
  }
  return indicators.reduce((sum, indicator) => sum + indicator.value(0), 0);
}
