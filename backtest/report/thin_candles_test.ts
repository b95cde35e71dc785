import assert from "node:assert/strict";
import { candleColumns } from "../../engine/mod.ts";
import { thinCandles } from "./thin_candles.ts";

const MINUTE = 60_000;

function columnsOf(closes: readonly number[], times = closes.map((_, index) => index * MINUTE)) {
  const columns = candleColumns(closes.length);
  closes.forEach((close, index) => {
    columns.time[index] = times[index];
    columns.open[index] = close - 1;
    columns.high[index] = close + 2;
    columns.low[index] = close - 3;
    columns.close[index] = close;
  });
  return columns;
}

Deno.test("as many are joined as leave no more than there is room for, with their extremes", () => {
  const columns = columnsOf([10, 50, 20, 30, 5]);
  const { each, rows } = thinCandles(columns, { start: 0, end: 5, lengthMs: MINUTE }, 2);
  assert.equal(each, 3);
  assert.deepEqual(rows, [[0, 9, 52, 7, 20], [3 * MINUTE, 29, 32, 2, 5]]);
});

Deno.test("where there is room each stands for itself, and only the range is drawn", () => {
  const columns = columnsOf([10, 50, 20, 30, 5]);
  const { each, rows } = thinCandles(columns, { start: 1, end: 3, lengthMs: MINUTE }, 10);
  assert.deepEqual([each, rows.map(([time, , , , close]) => [time, close])], [1, [[MINUTE, 50], [
    2 * MINUTE,
    20,
  ]]]);
  assert.deepEqual(thinCandles(columns, { start: 2, end: 2, lengthMs: MINUTE }, 10).rows, []);
});

Deno.test("a gap stays one, and time counts, not candles", () => {
  const columns = columnsOf([1, 2, 3, 4], [0, MINUTE, 100 * MINUTE, 101 * MINUTE]);
  const { rows, each } = thinCandles(columns, { start: 0, end: 4, lengthMs: MINUTE }, 10);
  assert.equal(each, 11);
  assert.deepEqual(rows.map(([time, , , , close]) => [time, close]), [[0, 2], [100 * MINUTE, 4]]);
});
