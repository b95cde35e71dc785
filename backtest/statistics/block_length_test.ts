import assert from "node:assert/strict";
import { optimalBlockLength, reportBlockLength } from "./block_length.ts";
import { near } from "./testing/near.ts";
import { pairOfSeries } from "./testing/series.ts";

Deno.test("the block lengths of methods.md A3", () => {
  const { a, b } = pairOfSeries();
  const values = [
    [a, 2.338395, 2.676793],
    [b, 1.905551, 2.181311],
    [a.map((value, day) => value - b[day]), 1.569093, 1.796163],
  ] as const;
  for (const [series, stationary, circular] of values) {
    const found = optimalBlockLength(series);
    near(found.stationary, stationary, 5e-7);
    near(found.circular, circular, 5e-7);
  }
});

Deno.test("long memory takes long blocks, up to the cap; none takes the shortest that is used", () => {
  const { a } = pairOfSeries();
  const changes = a.map((value, day) => value - a[Math.max(0, day - 1)]);
  assert.equal(optimalBlockLength(changes).stationary, Math.ceil(3 * Math.sqrt(240)));
  const ramp = Float64Array.from({ length: 240 }, (_, day) => day);
  assert.equal(reportBlockLength(ramp), 25);
  assert.equal(reportBlockLength(pairOfSeries().a), 5);
  assert.equal(reportBlockLength(new Float64Array(60)), 5);
});
