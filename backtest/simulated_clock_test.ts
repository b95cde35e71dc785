import { strictEqual } from "node:assert/strict";
import { clockContract } from "../engine/ports/clock_contract.ts";
import { SimulatedClock } from "./simulated_clock.ts";

const START = 1_704_067_200_000;

clockContract("simulated clock", () => {
  return Promise.resolve({ clock: new SimulatedClock(START), dispose: () => Promise.resolve() });
});

Deno.test("sleeping until a moment makes it that moment, to the millisecond and before anybody waits", () => {
  const clock = new SimulatedClock(START);
  strictEqual(clock.now(), START);
  void clock.sleepUntil(START + 900_000);
  strictEqual(clock.now(), START + 900_000);
});

Deno.test("it moves by nothing but sleeping: not back, not for what has passed, not with an aborted signal", async () => {
  const clock = new SimulatedClock(START);
  for (const time of [START, START - 1, 0]) await clock.sleepUntil(time);
  await clock.sleepUntil(START + 1, AbortSignal.abort());
  strictEqual(clock.now(), START);
  await clock.sleepUntil(START + 1, new AbortController().signal);
  strictEqual(clock.now(), START + 1);
});
