import assert from "node:assert/strict";
import fc from "fast-check";
import { RollingRange } from "./rolling_range.ts";
import { candlesOf, check } from "./testing/series.ts";

Deno.test("RollingRange is the highest high and the lowest low of the last candles", () => {
  check(fc.tuple(fc.integer({ min: 1, max: 30 }), candlesOf(100)), ([period, candles]) => {
    const range = new RollingRange(period);
    candles.forEach(([high, low], i) => {
      range.add(high, low);
      const window = candles.slice(Math.max(0, i + 1 - period), i + 1);
      const filled = window.length === period;
      assert.equal(range.filled, filled);
      assert.equal(range.highest, filled ? Math.max(...window.map((candle) => candle[0])) : NaN);
      assert.equal(range.lowest, filled ? Math.min(...window.map((candle) => candle[1])) : NaN);
    });
  });
});
