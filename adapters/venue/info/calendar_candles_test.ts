import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DAY_MS, type ShownCandle } from "../../../engine/mod.ts";
import { calendarCandles, calendarClose, type CalendarInterval, calendarOpen } from "./calendar_candles.ts";

const at = (text: string): number => Date.parse(`${text}T00:00:00Z`);

Deno.test("calendarOpen, calendarClose: weeks open on Monday, months on the first, three days by the epoch", () => {
  const rows: [interval: CalendarInterval, time: string, open: string, close: string][] = [
    ["1w", "2024-01-01", "2024-01-01", "2024-01-08"],
    ["1w", "2024-01-07", "2024-01-01", "2024-01-08"],
    ["1w", "2024-03-03", "2024-02-26", "2024-03-04"],
    ["1M", "2024-02-29", "2024-02-01", "2024-03-01"],
    ["1M", "2023-12-31", "2023-12-01", "2024-01-01"],
    ["3d", "1970-01-05", "1970-01-04", "1970-01-07"],
  ];
  for (const [interval, time, open, close] of rows) {
    strictEqual(calendarOpen(interval, at(time) + DAY_MS - 1), at(open), `${interval} ${time}`);
    strictEqual(calendarClose(interval, at(open)), at(close), `${interval} ${time}`);
  }
});

function day(text: string, prices: readonly [number, number, number, number], isClosed = true): ShownCandle {
  const [open, high, low, close] = prices;
  const openTime = at(text);
  return { openTime, closeTime: openTime + DAY_MS, open, high, low, close, volume: 10, trades: 3, isClosed };
}

Deno.test("calendarCandles: days become a month, the last of which forms until its last day has closed", () => {
  const days = [
    day("2024-01-30", [5, 9, 4, 6]),
    day("2024-01-31", [6, 7, 3, 4]),
    day("2024-02-01", [4, 5, 4, 5], false),
  ];
  const [january, february] = calendarCandles("1M", days);
  deepStrictEqual(january, {
    openTime: at("2024-01-01"),
    closeTime: at("2024-02-01"),
    open: 5,
    high: 9,
    low: 3,
    close: 4,
    volume: 20,
    trades: 6,
    isClosed: true,
  });
  strictEqual(february.isClosed, false);
  strictEqual(calendarCandles("1M", days.slice(0, 2))[0].isClosed, true);
  strictEqual(calendarCandles("1M", days.slice(0, 1))[0].isClosed, false);
});

Deno.test("calendarCandles: a candle whose last days are missing is over once a later one is there", () => {
  const [week] = calendarCandles("1w", [
    day("2024-01-02", [1, 1, 1, 1]),
    day("2024-01-09", [1, 1, 1, 1], false),
  ]);
  strictEqual(week.isClosed, true);
});
