import { strictEqual } from "node:assert/strict";
import { RemoteTime } from "./remote_time.ts";

Deno.test("RemoteTime: nothing is known before it was asked", () => {
  const time = new RemoteTime();
  strictEqual(time.isKnown(0, 0), false);
  strictEqual(time.atLeast(1_000), -Infinity);
  strictEqual(time.skewMs, null);
});

Deno.test("RemoteTime: it is never thought later than it can be there", () => {
  const time = new RemoteTime();
  // Ours is an hour behind; the answer took 200 ms.
  time.take({ sent: 1_000, received: 1_200, told: 3_601_100, elapsed: 50 });
  strictEqual(time.skewMs, 3_600_000);
  strictEqual(time.atLeast(1_200), 3_601_100);
  strictEqual(time.atLeast(2_200), 3_602_100);
});

Deno.test("RemoteTime: a sample ages, and a clock that was set makes it worthless", () => {
  const time = new RemoteTime();
  time.take({ sent: 1_000, received: 1_000, told: 900, elapsed: 10 });
  strictEqual(time.skewMs, -100);
  strictEqual(time.isKnown(2_000, 1_010), true);
  strictEqual(time.isKnown(61_000, 60_010), true);
  strictEqual(time.isKnown(61_001, 60_011), false);
  strictEqual(time.isKnown(5_000, 1_010), false);
  strictEqual(time.isKnown(0, 1_010), false);
});
