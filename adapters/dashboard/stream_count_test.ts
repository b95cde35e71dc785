import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { StreamCount } from "./stream_count.ts";

Deno.test("one that was closed twice makes room for one, and beyond the most none is opened", () => {
  const streams = new StreamCount(2);
  const [first, second] = [streams.enter(), streams.enter()];
  deepStrictEqual([streams.open, streams.enter()], [2, null]);
  first!();
  first!();
  strictEqual(streams.open, 1);
  ok(streams.enter() !== null);
  second!();
  strictEqual(streams.open, 1);
});
