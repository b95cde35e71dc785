import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { type Interval, intervalMs, type RecordedCandles } from "../../engine/mod.ts";
import { type CandleRow, columnsOf, MINUTE, START } from "../testing/market.ts";
import type { CandleSeries } from "./candle_series.ts";
import { settlementSeries } from "./settlement_series.ts";

/** Candles of an interval at these minutes; the price tells the minute and the interval. */
function series(interval: Interval, minutes: readonly number[]): RecordedCandles {
  const length = intervalMs(interval) / MINUTE;
  const rows = minutes.map((minute): CandleRow => {
    const price = 1000 * length + minute;
    return [minute, price, price + 2, price - 1, price + 1];
  });
  return { interval, columns: columnsOf(rows) };
}

/** Minutes from START to open and to close, and which candle it is by its prices. */
function rowsOf(series: CandleSeries): string[] {
  const { columns } = series;
  return [...columns.time].map((time, row) => {
    const { open, high, low, close: last, volume } = columns;
    ok(high[row] === open[row] + 2 && low[row] === open[row] - 1 && last[row] === open[row] + 1);
    ok(volume[row] === 1);
    const length = Math.floor(open[row] / 1000);
    ok(series.closeTime(row) - time === length * MINUTE && time === START + (open[row] % 1000) * MINUTE);
    return `${(time - START) / MINUTE}+${length}`;
  });
}

const CASES: readonly {
  readonly what: string;
  readonly of: readonly RecordedCandles[];
  readonly settled: readonly string[];
}[] = [
  {
    what: "one series is taken as it is, holes and all",
    of: [series("5m", [0, 5, 20])],
    settled: ["0+5", "5+5", "20+5"],
  },
  {
    what: "coarser candles that finer ones fill are left out",
    of: [series("15m", [0, 15]), series("5m", [0, 5, 10, 15, 20, 25])],
    settled: ["0+5", "5+5", "10+5", "15+5", "20+5", "25+5"],
  },
  {
    what: "a coarser candle stands where no finer one lies inside it: before, between and after",
    of: [series("5m", [15, 20, 25, 45, 50, 55]), series("15m", [0, 15, 30, 45, 60])],
    settled: ["0+15", "15+5", "20+5", "25+5", "30+15", "45+5", "50+5", "55+5", "60+15"],
  },
  {
    what: "a single finer candle inside, wherever it is, keeps the coarser one out",
    of: [series("15m", [0, 15, 30]), series("5m", [0, 20, 40])],
    settled: ["0+5", "20+5", "40+5"],
  },
  {
    what: "of three series the finest there is stands at each time",
    of: [series("1h", [0, 60, 120]), series("5m", [0, 5, 10]), series("15m", [60, 75, 90, 105])],
    settled: ["0+5", "5+5", "10+5", "60+15", "75+15", "90+15", "105+15", "120+60"],
  },
  {
    what: "a series without candles changes nothing",
    of: [series("5m", []), series("15m", [0, 15])],
    settled: ["0+15", "15+15"],
  },
];

for (const { what, of, settled } of CASES) {
  Deno.test(`settlementSeries: ${what}`, () => {
    deepStrictEqual(rowsOf(settlementSeries(of)), settled);
    deepStrictEqual(rowsOf(settlementSeries([...of].reverse())), settled);
  });
}

Deno.test("settlementSeries: equals brute force, never overlaps, and what comes later changes nothing before", () => {
  const slots = (count: number) =>
    fc.uniqueArray(fc.nat(count - 1)).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(fc.tuple(slots(36), slots(12), slots(3)), fc.nat(12), ([fives, quarters, hours], cut) => {
      const draw = (until: number) =>
        ([["5m", fives], ["15m", quarters], ["1h", hours]] as const).map(([interval, list]) => {
          const length = intervalMs(interval) / MINUTE;
          return series(interval, list.map((slot) => slot * length).filter((at) => at + length <= until));
        });
      const whole = settlementSeries(draw(180));
      const expected = [
        ...fives.map((slot) => [slot * 5, 5]),
        ...quarters.filter((slot) => !fives.some((five) => Math.floor(five / 3) === slot)).map((
          slot,
        ) => [slot * 15, 15]),
        ...hours.filter((slot) =>
          !fives.some((five) => Math.floor(five / 12) === slot) &&
          !quarters.some((quarter) => Math.floor(quarter / 4) === slot)
        ).map((slot) => [slot * 60, 60]),
      ].sort(([a], [b]) => a - b);
      deepStrictEqual(rowsOf(whole), expected.map(([at, length]) => `${at}+${length}`));
      const ends = expected.filter(([at, length]) => at + length <= cut * 15);
      deepStrictEqual(
        rowsOf(settlementSeries(draw(cut * 15))),
        ends.map(([at, length]) => `${at}+${length}`),
      );
    }),
  );
});
