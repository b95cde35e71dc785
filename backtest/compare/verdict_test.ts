import assert from "node:assert/strict";
import type { PairedTest } from "./compare_days.ts";
import { standingOf } from "./verdict.ts";

/** A test whose interval goes from low to high, and the same at half and double of the block length but where given. */
function testOf(low: number, high: number, other: readonly [number, number] = [low, high]): PairedTest {
  const interval = { low, high };
  const sensitivity = [interval, { low: other[0], high: other[1] }].map((one, index) => ({
    blockLength: index === 0 ? 2.5 : 10,
    interval: one,
  }));
  return {
    ...{ days: 100, blockLength: 5, optimalBlockLength: 1, draws: 99, seed: 1 },
    meanReturn: { value: (low + high) / 2, interval, p: 0.01, sensitivity },
    sharpe: null,
    maxDrawdown: { value: 0, interval, p: null },
  };
}

Deno.test("one earned more only where every interval leaves zero out and p stays below 5 % among all pairs", () => {
  const rows = [
    [testOf(1, 3), 0.01, "first"],
    [testOf(-3, -1), 0.01, "second"],
    [testOf(1, 3), 0.05, "first"],
    [testOf(1, 3), 0.051, "many"],
    [testOf(1, 3, [-0.1, 4]), 0.01, "sensitive"],
    [testOf(1, 3, [0, 4]), 0.01, "sensitive"],
    [testOf(-1, 3), 0.01, "open"],
    [testOf(0, 3), 0.01, "open"],
    [testOf(-1, 3, [1, 4]), 0.01, "open"],
  ] as const;
  for (const [test, p, standing] of rows) {
    assert.equal(standingOf(test, p), standing, JSON.stringify([test.meanReturn, p]));
  }
});
