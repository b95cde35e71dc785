import assert from "node:assert/strict";
import { findSpikes, type PriceColumns } from "./spikes.ts";

/** Candles at 100 with a range of 0.2 each, some with another low. */
function candles(count: number, lows: { readonly [index: number]: number }): PriceColumns {
  const flat = (price: number): Float64Array => new Float64Array(count).fill(price);
  const low = flat(99.9);
  for (const [index, price] of Object.entries(lows)) low[Number(index)] = price;
  return { open: flat(100), high: flat(100.1), low, close: flat(100) };
}

Deno.test("a candle after the last whole block is told by what was usual before it", () => {
  assert.deepEqual(findSpikes(candles(501, { 500: 95 })).map(({ index, what }) => [index, what]), [[
    500,
    "wick",
  ]]);
});

Deno.test("what is usual is that of the block: wide candles among wide ones are none", () => {
  const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [500 + index, 95]));
  assert.deepEqual(findSpikes(candles(1000, wide)), []);
});

Deno.test("few candles, flat ones and none at all have no spikes", () => {
  for (const count of [0, 1, 2]) assert.deepEqual(findSpikes(candles(count, {})), []);
  const flat = new Float64Array(20).fill(7);
  assert.deepEqual(findSpikes({ open: flat, high: flat, low: flat, close: flat }), []);
});
