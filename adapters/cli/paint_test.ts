import assert from "node:assert/strict";
import { painter, shownWidth, signTone } from "./paint.ts";

Deno.test("gain and loss are told by the sign, and nothing is neither", () => {
  assert.deepEqual([0.01, -0.01, 0, -0].map(signTone), ["gain", "loss", "plain", "plain"]);
});

Deno.test("a painted text takes the places of its letters", () => {
  const paint = painter(true);
  assert.equal(shownWidth(`${paint("loss", "-1.00")} ${paint("danger", "x")}`), 7);
  assert.notEqual(paint("gain", "1"), paint("loss", "1"));
});
