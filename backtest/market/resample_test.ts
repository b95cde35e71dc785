import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type CandleColumns, candleColumns } from "../../engine/mod.ts";
import { type CandleRow, columnsOf, MINUTE, START } from "../testing/market.ts";
import { resample, resampleBest, resampleBy } from "./resample.ts";

const QUARTER = 15 * MINUTE;

/** Candles of `minutes` each, at drawn slots of the grid, with drawn prices. */
function candles(minutes: number, slots: number): fc.Arbitrary<CandleColumns> {
  const price = fc.integer({ min: 1, max: 1_000_000 }).map((cents) => cents / 100);
  const candle = fc.tuple(price, price, price, price, fc.integer({ min: 0, max: 1000 }));
  return fc.array(fc.option(candle, { freq: 4 }), { maxLength: slots }).map((drawn) => {
    const rows = drawn.flatMap((one, slot) => one === null ? [] : [{ slot, one }]);
    const columns = candleColumns(rows.length);
    rows.forEach(({ slot, one: [open, close, more, less, volume] }, index) => {
      columns.time[index] = START + slot * minutes * MINUTE;
      columns.open[index] = open;
      columns.close[index] = close;
      columns.high[index] = Math.max(open, close, more);
      columns.low[index] = Math.min(open, close, less);
      columns.volume[index] = volume;
    });
    return columns;
  });
}

/** Rows of columns: time, open, high, low, close, volume. */
function rowsOf({ time, open, high, low, close, volume }: CandleColumns): number[][] {
  return [...time].map((at, row) => [at, open[row], high[row], low[row], close[row], volume[row]]);
}

/** The same, thought of the slow way: bucket by bucket over everything. */
function bruteForce(fine: CandleColumns, length: number): number[][] {
  const buckets = Map.groupBy(rowsOf(fine), ([time]) => Math.floor(time / length) * length);
  return [...buckets].map(([time, rows]) => [
    time,
    rows[0][1],
    Math.max(...rows.map((row) => row[2])),
    Math.min(...rows.map((row) => row[3])),
    rows[rows.length - 1][4],
    rows.reduce((sum, row) => sum + row[5], 0),
  ]);
}

/** The candles of a series that close at or before a moment. */
function upTo(columns: CandleColumns, length: number, until: number): CandleColumns {
  const count = columns.time.filter((time) => time + length <= until).length;
  const cut = candleColumns(count);
  for (const name of ["time", "open", "high", "low", "close", "volume"] as const) {
    cut[name].set(columns[name].subarray(0, count));
  }
  return cut;
}

Deno.test("resample: three candles make one, by first open, extremes, last close and summed volume", () => {
  const fine = columnsOf([[0, 10, 12, 9, 11], [5, 11, 15, 11, 14], [10, 14, 14, 8, 9]]);
  deepStrictEqual(rowsOf(resample(fine, QUARTER)), [[START, 10, 15, 8, 9, 3]]);
});

Deno.test("resample: a coarse candle is made of the parts there are, and missing only where all are", () => {
  const fine = columnsOf([[5, 11, 15, 11, 14], [30, 20, 21, 19, 20], [40, 20, 22, 18, 19]]);
  deepStrictEqual(rowsOf(resample(fine, QUARTER)), [
    [START, 11, 15, 11, 14, 1],
    [START + 30 * MINUTE, 20, 22, 18, 19, 2],
  ]);
});

Deno.test("resample: equals brute force on any candles", () => {
  fc.assert(
    fc.property(candles(5, 60), fc.constantFrom(5, 15, 60), (fine, minutes) => {
      deepStrictEqual(rowsOf(resample(fine, minutes * MINUTE)), bruteForce(fine, minutes * MINUTE));
    }),
  );
});

Deno.test("resample: in two steps as in one", () => {
  fc.assert(
    fc.property(candles(5, 80), (fine) => {
      const hour = 60 * MINUTE;
      deepStrictEqual(rowsOf(resample(resample(fine, QUARTER), hour)), rowsOf(resample(fine, hour)));
    }),
  );
});

Deno.test("resampleBy: by way of coarser candles it is the same to the last bit, volumes too", () => {
  fc.assert(
    fc.property(candles(5, 80), fc.constantFrom(15, 60), (fine, between) => {
      fine.volume.forEach((volume, row) => fine.volume[row] = volume / 7);
      const hours = 4 * 60 * MINUTE;
      const by = resampleBy(resample(fine, between * MINUTE), fine, hours);
      deepStrictEqual(rowsOf(by), rowsOf(resample(fine, hours)));
    }),
  );
});

Deno.test("resample: extremes enclose, no volume is lost, and what comes later changes nothing before", () => {
  fc.assert(
    fc.property(candles(5, 60), fc.nat(60), (fine, slot) => {
      const whole = resample(fine, QUARTER);
      whole.time.forEach((_, row) => {
        ok(whole.low[row] <= Math.min(whole.open[row], whole.close[row]));
        ok(whole.high[row] >= Math.max(whole.open[row], whole.close[row]));
      });
      strictEqual(sum(whole.volume), sum(fine.volume));
      const until = START + Math.floor(slot / 3) * QUARTER;
      const before = rowsOf(resample(upTo(fine, 5 * MINUTE, until), QUARTER));
      deepStrictEqual(rowsOf(whole).filter(([time]) => time + QUARTER <= until), before);
    }),
  );
});

const five = (...rows: readonly CandleRow[]) => ({ columns: columnsOf(rows), length: 5 * MINUTE });
const fifteen = (...rows: readonly CandleRow[]) => ({ columns: columnsOf(rows), length: QUARTER });

Deno.test("resampleBest: takes the coarsest series where both cover the same", () => {
  const fine = five([0, 1, 1, 1, 1], [5, 1, 1, 1, 1], [10, 1, 1, 1, 1]);
  const coarse = fifteen([0, 2, 2, 2, 2]);
  for (const series of [[fine, coarse], [coarse, fine]]) {
    deepStrictEqual(rowsOf(resampleBest(series, 60 * MINUTE)), [[START, 2, 2, 2, 2, 1]]);
  }
});

Deno.test("resampleBest: takes the one that covers more, candle by candle", () => {
  const fine = five(...[0, 5, 10, 15].map((minute): CandleRow => [minute, 1, 1, 1, 1]));
  const coarse = fifteen([0, 2, 2, 2, 2], [60, 2, 2, 2, 2]);
  deepStrictEqual(rowsOf(resampleBest([fine, coarse], 60 * MINUTE)), [
    [START, 1, 1, 1, 1, 4],
    [START + 60 * MINUTE, 2, 2, 2, 2, 1],
  ]);
});

Deno.test("resampleBest: what comes later changes no earlier candle", () => {
  fc.assert(
    fc.property(candles(5, 48), candles(15, 16), fc.nat(4), (fine, coarse, hours) => {
      const hour = 60 * MINUTE;
      const until = START + hours * hour;
      const whole = rowsOf(
        resampleBest([{ columns: fine, length: 5 * MINUTE }, { columns: coarse, length: QUARTER }], hour),
      );
      const before = resampleBest([
        { columns: upTo(fine, 5 * MINUTE, until), length: 5 * MINUTE },
        { columns: upTo(coarse, QUARTER, until), length: QUARTER },
      ], hour);
      deepStrictEqual(whole.filter(([time]) => time + hour <= until), rowsOf(before));
    }),
  );
});

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

Deno.test("summed volumes carry no noise of adding doubles, however large they are", () => {
  // What a venue prints of a candle that it adds up itself must read as the same number here.
  for (
    const volumes of [[0.1, 0.2], [112_345.678, 156_634.45], [900_719.9, 0.1, 0.2], Array(240).fill(283.651)]
  ) {
    const fine = candleColumns(volumes.length);
    volumes.forEach((volume, index) => {
      fine.time[index] = index * 60_000;
      fine.volume[index] = volume;
    });
    const [sum] = resample(fine, 14_400_000).volume;
    const exact = volumes.reduce((total, volume) => total + Math.round(volume * 1000), 0) / 1000;
    strictEqual(sum, exact);
    strictEqual(Number(String(sum)), sum);
  }
});
