import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type CandleRow, COIN, drawnAsset, MINUTE, START } from "../testing/market.ts";
import { RecordedChart } from "./recorded_chart.ts";

/** Five-minute candles that rise by 1 from 100 on. */
const ROWS = Array.from(
  { length: 60 },
  (_, index): CandleRow => [5 * index, 100 + index, 102 + index, 99 + index, 101 + index],
);
const chart = new RecordedChart([drawnAsset({ instrument: COIN, candles: { "5m": ROWS } })]);
const asked = { asset: "COIN", interval: "5m", until: START + 200 * MINUTE, count: 4 } as const;

/** The minutes at which candles open. */
function opens(given: Partial<Parameters<typeof chart.candles>[0]>): number[] {
  return chart.candles({ ...asked, indicators: [], ...given })!.candles.map(([time]) =>
    (time - START) / MINUTE
  );
}

Deno.test("the last candles that had closed are drawn, none that forms, each with a value of every indicator", () => {
  const { candles, indicators } = chart.candles({ ...asked, indicators: ["ema20", "atr14"] })!;
  deepStrictEqual(opens({}), [180, 185, 190, 195]);
  deepStrictEqual(opens({ until: asked.until - 1 }), [175, 180, 185, 190]);
  deepStrictEqual(candles.at(-1)!.slice(1), [139, 141, 138, 140, 1]);
  // Warm from the candles before the drawn ones.
  const [[, ema], [, atr]] = Object.entries(indicators);
  deepStrictEqual([ema.length, atr.length], [4, 4]);
  ok(ema.every((value, at) => value !== null && value < candles[at][4]), String(ema));
  deepStrictEqual(atr.map((value) => Math.round(value!)), [3, 3, 3, 3]);
});

Deno.test("a longer interval is made of what is recorded; what is not there is not drawn", () => {
  const { intervals } = chart.candles({ ...asked, indicators: [] })!;
  ok(intervals.includes("15m") && !intervals.includes("3m"), String(intervals));
  deepStrictEqual(opens({ interval: "15m" }), [135, 150, 165, 180]);
  strictEqual(chart.candles({ ...asked, asset: "ELSE", indicators: [] }), null);
});

Deno.test("a mark is the close of the candle that had closed last", () => {
  deepStrictEqual([...chart.marks(asked.until)], [["COIN", 140]]);
  deepStrictEqual([...chart.marks(START + 4 * MINUTE)], []);
});
