import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { clockContract } from "../../engine/ports/clock_contract.ts";
import { SystemClock } from "./system_clock.ts";

clockContract(
  "system clock",
  () => Promise.resolve({ clock: new SystemClock(), dispose: () => Promise.resolve() }),
);

Deno.test("system clock: tells the system's time", () => {
  const before = Date.now();
  const now = new SystemClock().now();
  ok(now >= before && now <= Date.now());
});

Deno.test("system clock: set back, it stands still until the time has caught up", () => {
  let wall = 5000.7;
  const clock = new SystemClock(() => wall);
  const told = [5000.7, 4000, 4999, 5001, 9000, 8999].map((time) => {
    wall = time;
    return clock.now();
  });
  deepStrictEqual(told, [5000, 5000, 5000, 5001, 9000, 9000]);
});

Deno.test("system clock: a machine that was suspended wakes a piece later, not by the length of the sleep", async () => {
  let wall = 0;
  const clock = new SystemClock(() => wall, 5);
  const sleeping = Promise.resolve(clock.sleepUntil(3_600_000));
  wall = 7_200_000;
  await sleeping;
  strictEqual(clock.now(), 7_200_000);
});

Deno.test("system clock: set back while it sleeps, it sleeps on until the moment has really come", async () => {
  let wall = 1000;
  let asked = 0;
  const clock = new SystemClock(() => {
    if (++asked > 6) wall = 1100;
    else if (asked > 2) wall = 500;
    return wall;
  }, 1);
  await clock.sleepUntil(1100);
  strictEqual(clock.now(), 1100);
  ok(asked > 6);
});

Deno.test("system clock: an abort ends the sleep at once and leaves nothing behind", async () => {
  const clock = new SystemClock();
  const controller = new AbortController();
  const began = Date.now();
  const sleeping = clock.sleepUntil(clock.now() + 2 ** 40, controller.signal);
  controller.abort();
  await sleeping;
  ok(Date.now() - began < 500);
});
