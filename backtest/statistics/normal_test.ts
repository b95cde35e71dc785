import assert from "node:assert/strict";
import { normalCdf, normalQuantile } from "./normal.ts";
import { near, nearPart } from "./testing/near.ts";

Deno.test("chances of the standard normal, as tables have them", () => {
  near(normalCdf(0), 0.5, 1e-16);
  near(normalCdf(1.959963984540054), 0.975, 1e-15);
  near(normalCdf(-1.6448536269514722), 0.05, 1e-15);
  near(normalCdf(3.999999), 0.999968329, 1e-8);
  nearPart(normalCdf(-6), 9.865876450376981e-10, 1e-12);
  nearPart(normalCdf(-10), 7.619853024160527e-24, 1e-12);
  assert.deepEqual([normalCdf(Infinity), normalCdf(-Infinity)], [1, 0]);
});

Deno.test("both ways of the tail meet where one takes over", () => {
  nearPart(normalCdf(-4), normalCdf(-4.0000000001), 1e-8);
});

Deno.test("the quantile takes every chance back", () => {
  for (const p of [1e-12, 1e-6, 0.001, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 0.999999]) {
    nearPart(normalCdf(normalQuantile(p)), p, 1e-12);
  }
  near(normalQuantile(0.975), 1.959963984540054, 1e-14);
  assert.deepEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity]);
  assert.ok(Number.isNaN(normalQuantile(1.5)) && Number.isNaN(normalQuantile(-0.1)));
});
