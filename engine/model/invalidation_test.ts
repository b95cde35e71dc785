import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Invalidation, invalidationSchema, isPast } from "./invalidation.ts";

const RSI: Invalidation = { indicator: "rsi14", interval: "4h", comparison: "below", level: 40 };

Deno.test("past the level, at it, and before it; a value that is not there yet is not past it", () => {
  deepStrictEqual([39.9, 40, 40.1, NaN].map((value) => isPast(RSI, value)), [true, false, false, false]);
  const above: Invalidation = { ...RSI, comparison: "above" };
  deepStrictEqual([39.9, 40, 40.1, NaN].map((value) => isPast(above, value)), [false, false, true, false]);
});

Deno.test("what comes from outside is checked", () => {
  deepStrictEqual(invalidationSchema.parse(RSI), RSI);
  const wrong: readonly unknown[] = [
    null,
    { ...RSI, level: "40" },
    { ...RSI, level: Infinity },
    { ...RSI, interval: "7m" },
    { ...RSI, comparison: "crosses" },
    { ...RSI, indicator: "" },
    { ...RSI, extra: 1 },
    { indicator: "rsi14" },
  ];
  for (const value of wrong) {
    strictEqual(invalidationSchema.safeParse(value).success, false, JSON.stringify(value));
  }
});
