import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { clockContract } from "../../engine/ports/clock_contract.ts";
import { MarketClock } from "./market_clock.ts";

const START = Date.UTC(2024, 0, 1);

clockContract("MarketClock, walked a millisecond at a time", () => {
  const clock = new MarketClock(START);
  const walk = setInterval(() => clock.set(clock.now() + 1), 1);
  return Promise.resolve({ clock, dispose: () => Promise.resolve(clearInterval(walk)) });
});

Deno.test("MarketClock: stands still until it is moved, and wakes whoever it passes", async () => {
  const clock = new MarketClock(START);
  const woken: string[] = [];
  const sleeps = [[5, "a"], [10, "b"], [11, "c"]].map(async ([ms, name]) => {
    await clock.sleepUntil(START + Number(ms));
    woken.push(String(name));
  });
  clock.set(START + 10);
  await Promise.all(sleeps.slice(0, 2));
  deepStrictEqual(woken, ["a", "b"]);
  clock.set(START + 3);
  strictEqual(clock.now(), START + 10);
  clock.set(START + 20);
  await sleeps[2];
});
