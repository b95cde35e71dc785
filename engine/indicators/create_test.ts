import assert from "node:assert/strict";
import fc from "fast-check";
import { createIndicator } from "./create.ts";
import { adx, atr, bollinger, ema, type IndicatorSpec, macd, rsi, sma, stochastic } from "./spec.ts";
import { afterPast, candlesOf, check, feed, trace, walk } from "./testing/series.ts";

/** Every indicator, small and usual, with the number of the candle that gives each output its first value. */
const CASES: readonly { readonly spec: IndicatorSpec; readonly first: readonly number[] }[] = [
  { spec: ema(1), first: [1] },
  { spec: ema(20), first: [20] },
  { spec: sma(1), first: [1] },
  { spec: sma(20), first: [20] },
  { spec: rsi(1), first: [2] },
  { spec: rsi(14), first: [15] },
  { spec: atr(1), first: [1] },
  { spec: atr(14), first: [14] },
  { spec: adx(1), first: [2, 2, 2] },
  { spec: adx(14), first: [28, 15, 15] },
  { spec: macd(1, 2, 1), first: [2, 2, 2] },
  { spec: macd(), first: [26, 34, 34] },
  { spec: bollinger(1, 2), first: [1, 1, 1] },
  { spec: bollinger(), first: [20, 20, 20] },
  { spec: stochastic(1, 1, 1), first: [1, 1] },
  { spec: stochastic(), first: [16, 18] },
];

function forAll(test: (spec: IndicatorSpec, first: readonly number[]) => void): void {
  for (const { spec, first } of CASES) test(spec, first);
}

Deno.test("createIndicator refuses what the schema refuses", () => {
  assert.throws(() => createIndicator(ema(0)), /period/);
  assert.throws(() => createIndicator(macd(26, 12, 9)), /fast must be less than slow/);
});

Deno.test("every output is NaN before its first value and finite from it on", () => {
  forAll((spec, first) => {
    check(candlesOf(60), (candles) => {
      trace(createIndicator(spec), candles).forEach((row, i) => {
        row.forEach((value, output) => {
          const due = i + 1 >= first[output];
          assert.equal(Number.isFinite(value), due, `output ${output} was ${value} after ${i + 1} candles`);
          assert.equal(Number.isNaN(value), !due);
        });
      });
    });
  });
});

Deno.test("no output has its first value later than the warm-up", () => {
  forAll((spec, first) => assert.ok(createIndicator(spec).warmUp >= Math.max(...first)));
});

Deno.test("no look-ahead: whatever follows, the values up to here are the same", () => {
  forAll((spec) => {
    const parts = fc.tuple(candlesOf(70), candlesOf(20), candlesOf(20), fc.nat(70));
    check(parts, ([candles, oneFuture, otherFuture, cut]) => {
      const prefix = candles.slice(0, cut);
      const expected = trace(createIndicator(spec), prefix);
      for (const future of [oneFuture, otherFuture]) {
        assert.deepEqual(trace(createIndicator(spec), [...prefix, ...future]).slice(0, cut), expected);
      }
    });
  });
});

Deno.test("feeding in one go and continuing are the same", () => {
  forAll((spec) => {
    check(fc.tuple(candlesOf(90), fc.nat(90)), ([candles, cut]) => {
      const whole = trace(createIndicator(spec), candles).slice(cut);
      assert.deepEqual(afterPast(spec, candles.slice(0, cut), candles.slice(cut)), whole);
    });
  });
});

Deno.test("reading changes nothing, and two indicators of one spec share nothing", () => {
  const candles = walk({ seed: 3, price: 100, volatility: 0.02 }, 90);
  const others = walk({ seed: 4, price: 5, volatility: 0.1 }, 90);
  forAll((spec) => {
    const [read, unread, other] = [createIndicator(spec), createIndicator(spec), createIndicator(spec)];
    candles.forEach((candle, i) => {
      feed(other, [others[i]]);
      feed(unread, [candle]);
      trace(read, [candle]);
    });
    read.outputs.forEach((_, output) => assert.equal(unread.value(output), read.value(output)));
  });
});

Deno.test("where the price never moves: averages are exactly the price, RSI and stochastic 50, the rest 0", () => {
  const expected: Record<string, (price: number) => number[]> = {
    ema: (price) => [price],
    sma: (price) => [price],
    rsi: () => [50],
    atr: () => [0],
    adx: () => [0, 0, 0],
    macd: () => [0, 0, 0],
    bollinger: (price) => [price, price, price],
    stochastic: () => [50, 50],
  };
  forAll((spec) => {
    for (const price of [1e-6, 0.1, 1 / 3, 100.7, 1e6]) {
      const rows = trace(createIndicator(spec), new Array(200).fill([price, price, price]));
      for (const row of rows.slice(40)) assert.deepEqual(row, expected[spec.name](price));
    }
  });
});

Deno.test("prices a million times smaller or larger: the same digits", () => {
  const inPrice = new Set(["ema", "sma", "atr", "macd", "bollinger"]);
  forAll((spec) => {
    check(candlesOf(60), (candles) => {
      const plain = trace(createIndicator(spec), candles);
      for (const factor of [2 ** -20, 2 ** 20]) { // powers of two, so that scaling itself rounds nothing
        const scaled = candles.map(([high, low, close]) =>
          [high * factor, low * factor, close * factor] as const
        );
        const expected = plain.map((row) =>
          row.map((value) => inPrice.has(spec.name) ? value * factor : value)
        );
        assert.deepEqual(trace(createIndicator(spec), scaled), expected);
      }
    });
  });
});

Deno.test("an output that is not there is refused", () => {
  forAll((spec) => {
    const indicator = createIndicator(spec);
    for (const output of [-1, 0.5, indicator.outputs.length, NaN]) {
      assert.throws(() => indicator.value(output), RangeError);
    }
  });
  assert.throws(() => createIndicator(macd()).value(3), {
    message: "cannot read output 3 of macd12-26-9: expected 0 to 2 (line, signal, histogram)",
  });
});
