import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type ClosedCandle, GrowingCandles } from "./growing_candles.ts";

const MINUTE = 60_000;

function candle(minute: number, length = 1): ClosedCandle {
  const price = 100 + minute;
  const [openTime, closeTime] = [minute * MINUTE, (minute + length) * MINUTE];
  return {
    openTime,
    closeTime,
    open: price,
    high: price + 2,
    low: price - 2,
    close: price + 1,
    volume: minute,
  };
}

function opensOf(
  candles: GrowingCandles,
  minute: number,
  range: { after: number } | { last: number },
): number[] {
  const window = candles.window(minute * MINUTE, range);
  return Array.from({ length: window.length }, (_, index) => window.time(index) / MINUTE);
}

Deno.test("GrowingCandles: a window ends at the last one closed at now", () => {
  const candles = new GrowingCandles();
  for (const minute of [0, 1, 2, 4]) strictEqual(candles.append(candle(minute)), true);
  deepStrictEqual(opensOf(candles, 3, { after: 0 }), [0, 1, 2]);
  deepStrictEqual(opensOf(candles, 4, { last: 2 }), [1, 2]);
  deepStrictEqual(opensOf(candles, 5, { after: 2 * MINUTE }), [2, 4]);
  deepStrictEqual(opensOf(candles, 5, { last: 0 }), []);
  deepStrictEqual(opensOf(candles, 9, { after: 5 * MINUTE }), []);
  deepStrictEqual([candles.count, candles.firstOpen, candles.lastClose], [4, 0, 5 * MINUTE]);
});

Deno.test("GrowingCandles: doubled ones and those out of order are left out", () => {
  const candles = new GrowingCandles();
  candles.append(candle(5));
  strictEqual(candles.append({ ...candle(5), close: 1 }), false);
  strictEqual(candles.append(candle(3)), false);
  strictEqual(candles.append(candle(4, 5)), false);
  strictEqual(candles.window(9 * MINUTE, { last: 9 }).close(0), 106);
  candles.prepend([candle(3), candle(4), candle(5)]);
  deepStrictEqual(opensOf(candles, 9, { last: 9 }), [3, 4, 5]);
});

Deno.test("GrowingCandles: in whatever parts they come, the windows are those of all of them", () => {
  fc.assert(fc.property(
    fc.uniqueArray(fc.nat(2000), { minLength: 1, maxLength: 700 }),
    fc.array(fc.nat(700), { maxLength: 4 }),
    (minutes, cuts) => {
      const sorted = minutes.toSorted((a, b) => a - b);
      const middle = Math.min(cuts[0] ?? 0, sorted.length);
      const candles = new GrowingCandles();
      const early = candles.window(Infinity, { last: 5 });
      for (const minute of sorted.slice(middle)) candles.append(candle(minute));
      const held = candles.window(Infinity, { last: 3 });
      const before = Array.from({ length: held.length }, (_, index) => held.close(index));
      candles.prepend(sorted.slice(0, middle).map((minute) => candle(minute)));
      candles.append(candle(5000));
      deepStrictEqual(opensOf(candles, 4000, { last: 9999 }), sorted);
      deepStrictEqual(Array.from({ length: held.length }, (_, index) => held.close(index)), before);
      strictEqual(early.length, 0);
      const window = candles.window(4000 * MINUTE, { last: 9999 });
      sorted.forEach((minute, index) => {
        strictEqual(window.volume(index), minute);
        strictEqual(window.closeTime(index), (minute + 1) * MINUTE);
      });
    },
  ));
});
