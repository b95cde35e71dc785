import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { candleColumns } from "../../engine/mod.ts";
import { CandleSeries, countUpTo } from "./candle_series.ts";

/** Candles that open at 0, 10, 20 and, after a hole, 50. */
function columns(): ReturnType<typeof candleColumns> {
  const made = candleColumns(4);
  made.time.set([0, 10, 20, 50]);
  made.high.set([5, 9, 7, 6]);
  made.low.set([4, 3, 2, 1]);
  return made;
}

const KINDS = [
  { what: "of one length", series: new CandleSeries(columns(), 10) },
  { what: "each with its close", series: new CandleSeries(columns(), Float64Array.of(10, 20, 30, 60)) },
];

for (const { what, series } of KINDS) {
  Deno.test(`CandleSeries: candles ${what} tell their closes and how many have closed at a time`, () => {
    deepStrictEqual([0, 1, 2, 3].map((index) => series.closeTime(index)), [10, 20, 30, 60]);
    deepStrictEqual([9, 10, 29, 30, 59, 60].map((time) => series.closedAt(time)), [0, 1, 2, 3, 3, 4]);
    strictEqual(series.count, 4);
  });

  Deno.test(`CandleSeries: a window of candles ${what} shows their closes and the extremes of all it shows`, () => {
    const window = series.window({ start: 1, end: 3 });
    deepStrictEqual([window.closeTime(0), window.closeTime(1)], [20, 30]);
    deepStrictEqual([window.highest(), window.lowest()], [9, 2], "what lies outside does not count");
    const nothing = series.window({ start: 2, end: 2 });
    deepStrictEqual([nothing.highest(), nothing.lowest()], [-Infinity, Infinity]);
  });
}

Deno.test("countUpTo: counts the values at or before a limit", () => {
  const values = Float64Array.of(1, 2, 2, 5);
  deepStrictEqual([0, 1, 1.5, 2, 4, 5, 9].map((limit) => countUpTo(values, limit)), [0, 1, 1, 3, 3, 4, 4]);
  strictEqual(countUpTo(new Float64Array(0), 1), 0);
});

Deno.test("countUpTo: wherever it begins to look, it finds the same", () => {
  const rising = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 40 })
    .map((values) => Float64Array.from(values.sort((a, b) => a - b)));
  fc.assert(fc.property(rising, fc.integer({ min: -1, max: 61 }), fc.nat(40), (values, limit, from) => {
    const guess = Math.min(from, values.length);
    strictEqual(countUpTo(values, limit, guess), values.filter((value) => value <= limit).length);
  }));
});
