import assert from "node:assert/strict";
import fc from "fast-check";
import { PerformanceIndex } from "./performance_index.ts";

type Step = readonly [equityUsd: number, flowUsd: number];

function valuesOf(steps: readonly Step[]): number[] {
  const index = new PerformanceIndex();
  return steps.map(([equity, flow]) => index.push(equity, flow));
}

Deno.test("without later transfers the index is the equity to the last bit", () => {
  const equities = fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { minLength: 1 });
  fc.assert(fc.property(equities, (list) => {
    assert.deepEqual(valuesOf(list.map((equity, at) => [equity, at === 0 ? 500 : 0])), list);
  }));
});

Deno.test("the start is what was paid in, and what the first cycle cost counts", () => {
  const index = new PerformanceIndex();
  assert.equal(index.startUsd, 0);
  assert.equal(index.push(990, 1000), 990);
  assert.equal(index.startUsd, 1000);
});

Deno.test("a run without deposits starts at its first equity, an empty account when it is filled", () => {
  const found = new PerformanceIndex();
  found.push(700, 0);
  assert.equal(found.startUsd, 700);
  const filled = new PerformanceIndex();
  assert.deepEqual([filled.push(0, 0), filled.push(-5, 0), filled.push(0, -5)], [0, 0, 0]);
  assert.equal(filled.startUsd, 0);
  assert.equal(filled.push(505, 500), 505);
  assert.equal(filled.startUsd, 500);
});

Deno.test("a deposit counts from the start of its interval, a withdrawal until its end", () => {
  // 10 on 1,000 is 1 %; 20 on 1,010 + 990 is 1 %; 10 on 2,020 until 1,030 leave; 10 on 1,000 is 1 %.
  const values = valuesOf([[1000, 1000], [1010, 0], [2020, 990], [1000, -1030], [1010, 0]]);
  const wanted = [
    1000,
    1010,
    1010 * 1.01,
    1010 * 1.01 * (1 + 10 / 2020),
    1010 * 1.01 * (1 + 10 / 2020) * 1.01,
  ];
  values.forEach((value, at) => assert.ok(Math.abs(value / wanted[at] - 1) < 1e-15, `${at}: ${value}`));
});

Deno.test("money that only moves in and out earns exactly nothing", () => {
  const flows = fc.array(fc.integer({ min: -500, max: 2000 }), { maxLength: 30 });
  fc.assert(fc.property(flows, (list) => {
    let equity = 1000;
    const steps: Step[] = [[1000, 1000]];
    for (const flow of list) {
      const moved = Math.max(flow, -equity);
      equity += moved;
      steps.push([equity, moved], [equity, 0]);
    }
    assert.deepEqual(valuesOf(steps), steps.map(() => 1000));
  }));
});

Deno.test("the same returns give the same index, whatever is paid in and out meanwhile", () => {
  const step = fc.record({
    earned: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    flow: fc.integer({ min: -400, max: 900 }),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    let plain = 1000;
    let equity = 1000;
    const index = new PerformanceIndex();
    index.push(1000, 1000);
    for (const { earned, flow } of steps) {
      plain *= 1 + earned;
      const grown = (equity + Math.max(flow, 0)) * (1 + earned);
      // Never the whole: an emptied account earns nothing, which the test above holds.
      const paidOut = Math.max(Math.min(flow, 0), -grown / 2);
      equity = grown + paidOut;
      const value = index.push(equity, flow < 0 ? paidOut : flow);
      assert.ok(Math.abs(value / plain - 1) < 1e-9, `${value}, wanted ${plain}`);
    }
  }));
});

Deno.test("an emptied account holds its index and goes on with the next deposit", () => {
  const values = valuesOf([[1000, 1000], [1100, 0], [0, -1100], [0, 0], [500, 500], [550, 0]]);
  assert.deepEqual(values.slice(0, 5), [1000, 1100, 1100, 1100, 1100]);
  assert.ok(Math.abs(values[5] - 1210) < 1e-9);
  assert.deepEqual(valuesOf([[1000, 1000], [0, -1000], [-5, -5], [-5, 0]]), [1000, 1000, 1000, 1000]);
});

Deno.test("what was lost entirely is not won back by a deposit", () => {
  assert.deepEqual(valuesOf([[1000, 1000], [-5, 0], [995, 1000], [2000, 0]]), [1000, -5, -5, -5]);
});
