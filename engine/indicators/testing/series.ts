/**
 * Candles for the tests of this folder, and what many of them do with candles.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createIndicator } from "../create.ts";
import { GOLDEN_CANDLES, GOLDEN_VALUES } from "./golden_data.ts";
import type { Indicator } from "../indicator.ts";
import type { IndicatorSpec } from "../spec.ts";

/** High, low, close. */
export type Candle = readonly [high: number, low: number, close: number];

/** The numbers of a list in a golden text. */
export function numbers(text: string): number[] {
  return text.trim().split(/\s+/).map(Number);
}

/** GOLDEN_CANDLES, read. */
export function goldenCandles(): Candle[] {
  return GOLDEN_CANDLES.split(",").map((text): Candle => {
    const [high, low, close] = numbers(text);
    return [high, low, close];
  });
}

/** Numbers from 0 to 1 that only depend on the seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a random walk looks like. */
export interface Walk {
  /** Chooses the walk. */
  readonly seed: number;
  /** Where it begins. */
  readonly price: number;
  /** Largest move of a close within its candle, as a share of it. */
  readonly volatility: number;
}

/** A random walk of the close around which highs, lows and gaps differ from candle to candle. */
export function walk({ seed, price, volatility }: Walk, count: number): Candle[] {
  const random = uniform(seed);
  let close = price;
  return Array.from({ length: count }, (): Candle => {
    const open = close * (1 + (random() - 0.5) * volatility * 0.5);
    close = open * (1 + (random() * 2 - 1) * volatility);
    const high = Math.max(open, close) * (1 + random() * volatility);
    return [high, Math.min(open, close) * (1 - random() * volatility), close];
  });
}

const walks = fc.record({
  seed: fc.integer(),
  price: fc.constantFrom(1e-6, 0.02, 1, 3_000, 1e6),
  volatility: fc.constantFrom(1e-5, 0.001, 0.02, 0.2),
});

/** Random walks of any size of price, and coarse ones full of equal prices and flat stretches. */
export function candlesOf(count: number): fc.Arbitrary<Candle[]> {
  const step = fc.tuple(fc.integer({ min: -2, max: 2 }), fc.nat(1), fc.nat(1));
  const coarse = fc.array(step, { minLength: count, maxLength: count }).map((steps) => {
    let close = 500;
    return steps.map(([move, above, below]): Candle => {
      const open = close;
      close = Math.max(2, close + move);
      return [Math.max(open, close) + above, Math.min(open, close) - below, close];
    });
  });
  return fc.oneof({ weight: 3, arbitrary: walks.map((shape) => walk(shape, count)) }, {
    weight: 1,
    arbitrary: coarse,
  });
}

/** Checks a property with always the same examples. */
export function check<T>(examples: fc.Arbitrary<T>, property: (example: T) => void): void {
  fc.assert(fc.property(examples, property), { seed: 1, numRuns: 60 });
}

/** Feeds all candles; returns the indicator. */
export function feed(indicator: Indicator, candles: readonly Candle[]): Indicator {
  for (const [high, low, close] of candles) indicator.push(high, low, close);
  return indicator;
}

/** All outputs after each candle. */
export function trace(indicator: Indicator, candles: readonly Candle[]): number[][] {
  return candles.map((candle) => {
    feed(indicator, [candle]);
    return indicator.outputs.map((_, output) => indicator.value(output));
  });
}

/** Fails unless the two differ by no more than the tolerance, or are both NaN. */
export function assertNear(actual: number, expected: number, tolerance: number): void {
  const equal = Number.isNaN(expected) ? Number.isNaN(actual) : Math.abs(actual - expected) <= tolerance;
  assert.ok(equal, `expected ${expected} within ${tolerance}, but was ${actual}`);
}

/** Fails unless the indicator's values over GOLDEN_CANDLES are the golden ones, and NaN before them. */
export function assertGolden(spec: IndicatorSpec): void {
  const indicator = createIndicator(spec);
  const rows = trace(indicator, goldenCandles());
  indicator.outputs.forEach((name, output) => {
    const golden = numbers(GOLDEN_VALUES[indicator.id][name]);
    const expected = [...new Array<number>(rows.length - golden.length).fill(NaN), ...golden];
    rows.forEach((row, i) => assertNear(row[output], expected[i], 1e-9 * Math.abs(expected[i]) + 1e-12));
  });
}

/** Mean of the first n values, then mean += (x − mean) / n, written down as in the book; NaN before the first. */
export function wilderMeans(values: readonly number[], n: number): number[] {
  let mean = NaN;
  return values.map((x, i) => {
    if (i === n - 1) mean = values.slice(0, n).reduce((sum, y) => sum + y, 0) / n;
    if (i >= n) mean = (mean * (n - 1) + x) / n;
    return mean;
  });
}

/** The indicator's value after each of the shared candles, having seen another past before them. */
export function afterPast(
  spec: IndicatorSpec,
  past: readonly Candle[],
  shared: readonly Candle[],
): number[][] {
  return trace(feed(createIndicator(spec), past), shared);
}
