import { strictEqual, throws } from "node:assert/strict";
import { candleColumns, CandleWindow, EMPTY_WINDOW, type WindowRange } from "./candles.ts";

/** Ten candles; candle i opens at i × 1000 and every figure of it tells its place. */
function tenCandles(range: WindowRange): CandleWindow {
  const columns = candleColumns(10);
  const closes = new Float64Array(10);
  for (let index = 0; index < 10; index++) {
    columns.time[index] = index * 1000;
    closes[index] = (index + 1) * 1000;
    columns.open[index] = index + 0.1;
    columns.high[index] = index + 0.2;
    columns.low[index] = index + 0.3;
    columns.close[index] = index + 0.4;
    columns.volume[index] = index + 0.5;
  }
  return new CandleWindow(columns, closes, range);
}

const READERS = ["time", "closeTime", "open", "high", "low", "close", "volume"] as const;

Deno.test("a window shows the candles of its range, oldest first, each figure from its own column", () => {
  const window = tenCandles({ start: 3, end: 7 });
  strictEqual(window.length, 4);
  const first = READERS.map((name) => window[name](0));
  const last = READERS.map((name) => window[name](3));
  strictEqual(first.join(), "3000,4000,3.1,3.2,3.3,3.4,3.5");
  strictEqual(last.join(), "6000,7000,6.1,6.2,6.3,6.4,6.5");
});

Deno.test("nothing outside the range can be reached: neither what comes later nor what was before", () => {
  const window = tenCandles({ start: 3, end: 7 });
  for (const name of READERS) {
    for (const index of [-1, 4, 6, NaN, Infinity]) {
      throws(() => window[name](index), RangeError, `${name}(${index})`);
    }
  }
  throws(() => window.close(4), /candle 4 of a window of 4/);
  const reached = JSON.stringify(Object.values(window));
  strictEqual(reached, "[4]", "no column hangs on the window");
});

Deno.test("the mark is the candle's own price where none is recorded beside it", () => {
  const window = tenCandles({ start: 3, end: 7 });
  strictEqual(window.hasMarks, false);
  strictEqual(JSON.stringify(window.markOf(1)), '{"open":4.1,"high":4.2,"low":4.3,"close":4.4}');
  strictEqual(`${window.highestMark()} ${window.lowestMark()}`, "6.2 3.3");
});

Deno.test("recorded marks stand beside the candles, and nothing outside the range is reached through them", () => {
  const marks = candleColumns(10);
  for (let index = 0; index < 10; index++) {
    for (const name of ["open", "high", "low", "close"] as const) marks[name][index] = index + 50;
  }
  const extremes = { high: 1, low: 1 };
  const window = tenCandles({ start: 3, end: 7, extremes, marks });
  strictEqual(window.hasMarks, true);
  strictEqual(JSON.stringify(window.markOf(3)), '{"open":56,"high":56,"low":56,"close":56}');
  strictEqual(`${window.highestMark()} ${window.lowestMark()}`, "56 53");
  strictEqual(`${window.highest()} ${window.lowest()}`, "1 1");
  throws(() => window.markOf(4), /candle 4 of a window of 4/);
});

Deno.test("an empty range shows nothing, and so does one that ends before it starts", () => {
  for (const window of [tenCandles({ start: 5, end: 5 }), tenCandles({ start: 5, end: 2 }), EMPTY_WINDOW]) {
    strictEqual(window.length, 0);
    throws(() => window.close(0), RangeError);
  }
});
