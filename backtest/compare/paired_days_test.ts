import assert from "node:assert/strict";
import { DAY_MS } from "../../engine/mod.ts";
import { pairedDays } from "./paired_days.ts";
import { indexOf, START } from "./testing/runs.ts";

Deno.test("days are paired by date, over those that all have", () => {
  const first = indexOf([100, 110, 121, 133.1, 146.41]);
  const second = indexOf([50, 100, 50], { firstDay: START + 2 * DAY_MS });
  const { from, until, returns } = pairedDays([first, second])!;
  assert.deepEqual([from, until], [START + 2 * DAY_MS, START + 4 * DAY_MS]);
  assert.deepEqual(returns[1], Float64Array.of(1, -0.5));
  assert.deepEqual(returns[0], Float64Array.of(133.1 / 121 - 1, 146.41 / 133.1 - 1));
});

Deno.test("days end where an equity falls to zero, and without one in common there are none", () => {
  const whole = indexOf([100, 101, 102, 103]);
  assert.deepEqual(pairedDays([whole, indexOf([100, 50, 0, 0])])!.returns[0].length, 1);
  assert.equal(pairedDays([whole, indexOf([0, 0])]), null);
  assert.equal(pairedDays([whole, indexOf([1, 2], { firstDay: START + 3 * DAY_MS })]), null);
  assert.equal(pairedDays([whole, indexOf([], { firstDay: null })]), null);
  assert.equal(pairedDays([indexOf([100])]), null);
});
