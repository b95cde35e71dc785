import assert from "node:assert/strict";
import fc from "fast-check";
import { Drawdown } from "./drawdown.ts";

function drawdownOf(values: readonly number[]): Drawdown {
  const drawdown = new Drawdown();
  values.forEach((value, at) => drawdown.push(at, value));
  return drawdown;
}

Deno.test("a curve that never falls has none, no dates and no length", () => {
  for (const values of [[], [5], [5, 5, 5], [1, 2, 3]]) {
    const { deepest, from, to, until, lengthMs } = drawdownOf(values);
    assert.deepEqual([deepest, from, to, until, lengthMs], [0, null, null, null, null]);
  }
});

Deno.test("it lasts until the high is reached again, or to the end; the next, shallower one changes nothing", () => {
  const rows: readonly (readonly [values: number[], until: number | null, lengthMs: number])[] = [
    [[100, 80, 90, 100, 70], null, 1],
    [[100, 80, 90, 100, 90], 3, 3],
    [[100, 80, 90, 120, 119, 130], 3, 3],
    [[100, 90, 100, 80, 95], null, 2],
    [[100, 100, 80, 99], null, 2],
  ];
  for (const [values, until, lengthMs] of rows) {
    const drawdown = drawdownOf(values);
    assert.deepEqual([drawdown.until, drawdown.lengthMs], [until, lengthMs], `${values}`);
  }
});

Deno.test("it starts when the high was last seen and ends where the lowest point was first reached", () => {
  const { deepest, from, to } = drawdownOf([100, 100, 90, 80, 85, 80, 110, 100]);
  assert.deepEqual({ deepest, from, to }, { deepest: 80 / 100 - 1, from: 1, to: 3 });
});

Deno.test("a deeper fall in dollars that is shallower in per cent is not the deepest", () => {
  const { deepest, from, to } = drawdownOf([100, 50, 1000, 900]);
  assert.deepEqual({ deepest, from, to }, { deepest: -0.5, from: 0, to: 1 });
});

Deno.test("an equity below zero is a fall of more than the whole", () => {
  assert.equal(drawdownOf([100, -10]).deepest, -1.1);
});

Deno.test("it is the deepest of all pairs of a high and a later value", () => {
  // Few different values, so that highs and lows come twice.
  const curve = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(curve, (values) => {
      let wanted = 0;
      for (let high = 0; high < values.length; high++) {
        for (const value of values.slice(high)) wanted = Math.min(wanted, value / values[high] - 1);
      }
      const { deepest, from, to, until, lengthMs } = drawdownOf(values);
      assert.equal(deepest, wanted);
      if (from === null || to === null) return assert.equal(wanted, 0);
      assert.ok(from < to);
      const back = values.findIndex((value, at) => at > to && value >= values[from]);
      assert.equal(until, back === -1 ? null : back);
      assert.equal(lengthMs, (until ?? values.length - 1) - from);
      assert.equal(values[to] / values[from] - 1, deepest);
      assert.equal(values[from], Math.max(...values.slice(0, to)));
    }),
    { numRuns: 500 },
  );
});
