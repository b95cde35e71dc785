import assert from "node:assert/strict";
import { painter, signTone } from "./paint.ts";

Deno.test("gain and loss are told by the sign, and nothing is neither", () => {
  assert.deepEqual([0.01, -0.01, 0, -0].map(signTone), ["gain", "loss", "plain", "plain"]);
});

Deno.test("gain and loss are painted differently, and without colour not at all", () => {
  const paint = painter(true);
  assert.notEqual(paint("gain", "1"), paint("loss", "1"));
  assert.equal(painter(false)("gain", "1"), "1");
});
