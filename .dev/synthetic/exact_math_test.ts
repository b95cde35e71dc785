import assert from "node:assert/strict";
import { exp, fading, log, powerOfTen } from "./exact_math.ts";

const TOLERANCE = 4e-16;

Deno.test("exp agrees with Math.exp to the last bits", () => {
  for (let x = -40; x <= 40; x += 0.0137) {
    assert.ok(Math.abs(exp(x) / Math.exp(x) - 1) <= TOLERANCE, `exp(${x}) = ${exp(x)}, not ${Math.exp(x)}`);
  }
  assert.equal(exp(0), 1);
});

Deno.test("log agrees with Math.log to the last bits, on both sides of every power of two", () => {
  for (let x = 1e-9; x < 1e9; x *= 1.0173) {
    const distance = Math.abs(log(x) - Math.log(x));
    assert.ok(distance <= TOLERANCE * Math.max(0.1, Math.abs(Math.log(x))), `log(${x}) = ${log(x)}`);
  }
  assert.deepEqual([log(1), log(2), log(0.5)], [0, Math.LN2, -Math.LN2]);
});

Deno.test("half of a fading state is left after its half-life", () => {
  let state = 1;
  for (let n = 0; n < 120; n++) state *= fading(120);
  assert.ok(Math.abs(state - 0.5) < 1e-12);
});

Deno.test("powers of ten are whole", () => {
  assert.deepEqual([0, 1, 2, 3, 10].map(powerOfTen), [1, 10, 100, 1000, 10_000_000_000]);
});
