import { strictEqual } from "node:assert/strict";
import { FasterClock } from "./faster_clock.ts";

Deno.test("FasterClock: whichever clock goes further carries it, and none takes it back", () => {
  const clocks = { one: 1_000, other: 50 };
  const faster = new FasterClock(() => clocks.one, () => clocks.other);
  strictEqual(faster.now(), 0);
  clocks.one += 10;
  strictEqual(faster.now(), 10);
  clocks.other += 7;
  strictEqual(faster.now(), 17, "the other one has stood still");
  clocks.one += 5;
  clocks.other += 20;
  strictEqual(faster.now(), 37);
  clocks.one -= 500;
  clocks.other -= 3;
  strictEqual(faster.now(), 37);
  clocks.one += 4;
  strictEqual(faster.now(), 41);
});
