import { deepStrictEqual, notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { type GivenCandle, windowOf } from "../testing/scripted_market_data.ts";
import { CandleFeed } from "./candle_feed.ts";
import { createIndicator } from "./create.ts";
import { atr, ema, type IndicatorSpec, macd, sma } from "./mod.ts";

const QUARTER = 900_000;
const START = 1_704_067_200_000;

/** Candle n closes n quarters after midnight; its figures move about. */
function candles(count: number, from = 1): GivenCandle[] {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index;
    const price = 100 + (n * 7) % 13;
    return { close: START + n * QUARTER, price, open: price - 1, high: price + 2, low: price - 3, volume: n };
  });
}

function fed(feed: CandleFeed, given: readonly GivenCandle[]): CandleFeed {
  feed.push(windowOf(given, QUARTER));
  return feed;
}

function feedOf(indicators: readonly IndicatorSpec[], values = 3): CandleFeed {
  return new CandleFeed({ interval: "15m", indicators, values });
}

Deno.test("what it needs: the longest warm-up and the values shown; nothing where the last close will do", () => {
  const rows: [indicators: IndicatorSpec[], values: number, needed: number][] = [
    [[], 1, 0],
    [[], 5, 5],
    [[sma(4)], 1, 5],
    [[sma(4)], 10, 14],
    [[sma(4), sma(9), sma(2)], 3, 12],
    [[ema(20)], 10, createIndicator(ema(20)).warmUp + 10],
  ];
  for (const [indicators, values, needed] of rows) strictEqual(feedOf(indicators, values).needed, needed);
});

Deno.test("it is warm with exactly what it needs", () => {
  const feed = fed(feedOf([sma(4)]), candles(6));
  strictEqual(feed.warm, false);
  strictEqual(fed(feed, candles(1, 7)).warm, true);
  ok(feedOf([], 1).warm);
  ok(!fed(feedOf([], 3), candles(2)).warm);
});

Deno.test("count and last close go by what was fed", () => {
  const feed = feedOf([]);
  deepStrictEqual([feed.count, feed.lastClose], [0, -1]);
  fed(feed, candles(4));
  deepStrictEqual([feed.count, feed.lastClose], [4, START + 4 * QUARTER]);
  fed(feed, []);
  deepStrictEqual([feed.count, feed.lastClose], [4, START + 4 * QUARTER]);
});

Deno.test("a candle is due once the next one may have closed; at first at once", () => {
  const feed = feedOf([]);
  strictEqual(feed.due(0), true);
  fed(feed, candles(1));
  const last = START + QUARTER;
  strictEqual(feed.due(last), false);
  strictEqual(feed.due(last + QUARTER - 1), false);
  strictEqual(feed.due(last + QUARTER), true);
  strictEqual(feed.due(last + 5 * QUARTER), true);
});

Deno.test("the last values, oldest first; NaN where there is none yet", () => {
  const feed = fed(feedOf([sma(2)], 3), candles(2));
  const [one, two] = candles(2).map(({ price }) => price);
  deepStrictEqual(feed.closes.values(), [NaN, one, two]);
  deepStrictEqual(feed.series("sma2").values(), [NaN, NaN, (one + two) / 2]);
  fed(feed, candles(5, 3));
  const last = candles(7).map(({ price }) => price);
  deepStrictEqual(feed.closes.values(), last.slice(-3));
  deepStrictEqual(feed.closes.values(2), last.slice(-2));
  deepStrictEqual(feed.closes.values(99), last.slice(-3));
  deepStrictEqual(feed.closes.values(0), []);
  strictEqual(feed.closes.last, last[6]);
  deepStrictEqual([0, 1, 2].map((ago) => feed.closes.at(ago)), [last[6], last[5], last[4]]);
});

Deno.test("a value that is not kept cannot be looked at", () => {
  const { closes } = fed(feedOf([], 3), candles(10));
  for (const ago of [-1, 3, NaN]) throws(() => closes.at(ago), RangeError);
  throws(() => closes.at(3), /value 3 of the last 3/);
});

Deno.test("values are copies", () => {
  const { closes } = fed(feedOf([], 3), candles(3));
  const before = closes.values();
  closes.values()[0] = 0;
  deepStrictEqual(closes.values(), before);
});

Deno.test("outputs go by their names; an indicator's id alone is its first", () => {
  const feed = fed(feedOf([ema(3), macd(2, 3, 2)]), candles(20));
  deepStrictEqual(feed.outputs, ["ema3", "macd2-3-2.line", "macd2-3-2.signal", "macd2-3-2.histogram"]);
  strictEqual(feed.series("macd2-3-2"), feed.series("macd2-3-2.line"));
  notStrictEqual(feed.series("macd2-3-2.line"), feed.series("macd2-3-2.signal"));
  throws(() => feed.series("ema20"), /no indicator ema20 on 15m; declared: ema3, macd2-3-2.line/);
  throws(() => feedOf([]).series("ema20"), /declared: none/);
});

Deno.test("indicators get high, low and close of each candle, once", () => {
  const specs = [atr(3), macd(2, 3, 2), sma(4)];
  const feed = fed(fed(feedOf(specs, 1), candles(11)), candles(9, 12));
  for (const spec of specs) {
    const alone = createIndicator(spec);
    for (const { price, high, low } of candles(20)) alone.push(high!, low!, price);
    alone.outputs.forEach((output, index) => {
      const name = alone.outputs.length === 1 ? alone.id : `${alone.id}.${output}`;
      strictEqual(feed.series(name).last, alone.value(index), name);
    });
  }
});

Deno.test("the fingerprint is of everything it was fed, however it was cut into windows", () => {
  const whole = fed(feedOf([]), candles(10)).fingerprint.hex();
  const parts = fed(fed(feedOf([]), candles(3)), candles(7, 4));
  strictEqual(parts.fingerprint.hex(), whole);
  strictEqual(fed(feedOf([sma(2)], 9), candles(10)).fingerprint.hex(), whole, "whatever is reckoned on them");
});

Deno.test("every figure of every candle counts in the fingerprint", () => {
  const whole = fed(feedOf([]), candles(10)).fingerprint.hex();
  for (const field of ["close", "price", "open", "high", "low", "volume"] as const) {
    const changed = candles(10).map((candle, index) =>
      index === 4 ? { ...candle, [field]: candle[field]! + 1 } : candle
    );
    notStrictEqual(fed(feedOf([]), changed).fingerprint.hex(), whole, field);
  }
  notStrictEqual(fed(feedOf([]), candles(9)).fingerprint.hex(), whole);
});
