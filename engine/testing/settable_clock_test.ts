import { strictEqual, throws } from "node:assert/strict";
import { clockContract } from "../ports/clock_contract.ts";
import { SettableClock } from "./settable_clock.ts";
import { MIDNIGHT } from "./times.ts";

clockContract("settable clock", () => {
  return Promise.resolve({ clock: new SettableClock(MIDNIGHT), dispose: () => Promise.resolve() });
});

Deno.test("it can be set onwards, not back", () => {
  const clock = new SettableClock(MIDNIGHT);
  clock.set(MIDNIGHT + 5);
  strictEqual(clock.now(), MIDNIGHT + 5);
  throws(() => clock.set(MIDNIGHT), /set back/);
});
