import type { RecordedCandles } from "../../engine/mod.ts";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type CandleRow, columnsOf } from "../testing/market.ts";
import { settledMarks } from "./settled_marks.ts";
import { settlementSeries } from "./settlement_series.ts";

function flat(minute: number, price: number): CandleRow {
  return [minute, price, price + 2, price - 1, price + 1];
}

function five(...rows: readonly CandleRow[]): RecordedCandles {
  return { interval: "5m", columns: columnsOf(rows) };
}

function fifteen(...rows: readonly CandleRow[]): RecordedCandles {
  return { interval: "15m", columns: columnsOf(rows) };
}

const SETTLED = settlementSeries([five(flat(0, 10), flat(5, 11), flat(10, 12)), fifteen(flat(15, 13))]);

function opensWith(...marks: readonly RecordedCandles[]): readonly (readonly number[])[] | null {
  const found = settledMarks(SETTLED, marks);
  return found === null ? null : [[...found.columns.open], [...found.isRecorded]];
}

Deno.test("settledMarks: each candle has the mark candle of its time, in a hole its own prices", () => {
  deepStrictEqual(opensWith(five(flat(0, 20), flat(10, 22))), [[20, 11, 22, 13], [1, 0, 1, 0]]);
  const found = settledMarks(SETTLED, [five(flat(5, 21))])!;
  deepStrictEqual([...found.columns.high], [12, 23, 14, 15]);
  deepStrictEqual([...found.columns.low], [9, 20, 11, 12]);
  deepStrictEqual([...found.columns.close], [11, 22, 13, 14]);
});

Deno.test("settledMarks: a mark candle of another length is not used", () => {
  deepStrictEqual(opensWith(fifteen(flat(0, 20), flat(15, 23))), [[10, 11, 12, 23], [0, 0, 0, 1]]);
  strictEqual(opensWith(five(flat(15, 20), flat(20, 21))), null);
});

Deno.test("settledMarks: marks of several lengths go with candles of several", () => {
  const marks = [fifteen(flat(0, 30), flat(15, 33)), five(flat(0, 20), flat(5, 21), flat(15, 23))];
  deepStrictEqual(opensWith(...marks), [[20, 21, 12, 33], [1, 1, 0, 1]]);
});

Deno.test("settledMarks: none where nothing was recorded of that time", () => {
  strictEqual(opensWith(), null);
  strictEqual(opensWith(five()), null);
  strictEqual(opensWith(five(flat(-5, 1), flat(40, 1))), null);
});
