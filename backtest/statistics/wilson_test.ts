import assert from "node:assert/strict";
import { wilson } from "./wilson.ts";

Deno.test("the values of methods.md A2, and the ends", () => {
  const close = (found: ReturnType<typeof wilson>, low: number, high: number): void => {
    assert.ok(
      Math.abs(found!.low - low) < 1e-11 && Math.abs(found!.high - high) < 1e-11,
      JSON.stringify(found),
    );
  };
  close(wilson(2, 16), 0.034977487743, 0.360228272659);
  close(wilson(8, 10), 0.490162471537, 0.943317848546);
  assert.ok(Math.abs(wilson(0, 5)!.low) < 1e-12 && Math.abs(wilson(5, 5)!.high - 1) < 1e-12);
  assert.equal(wilson(0, 0), null);
});
