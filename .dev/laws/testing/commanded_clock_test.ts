import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { clockContract } from "../../../engine/ports/clock_contract.ts";
import { silentCommandsContract } from "../../../engine/ports/commands_contract.ts";
import { CommandedClock } from "./commanded_clock.ts";

const START = 1_704_067_200_000;
const nobody = (): CommandedClock => new CommandedClock(START, START, []);

clockContract(
  "commanded clock",
  () => Promise.resolve({ clock: nobody(), dispose: () => Promise.resolve() }),
);
silentCommandsContract(
  "commanded clock",
  () => Promise.resolve({ commands: nobody(), dispose: () => Promise.resolve() }),
);

Deno.test("commanded clock: a command ends the waiting at its moment, and is handed out once", async () => {
  const clock = new CommandedClock(START, START, [{ atMs: 700, command: { do: "pause" } }]);
  await clock.sleepUntil(START + 1000, clock.waiting());
  deepStrictEqual([clock.now() - START, clock.waiting().aborted], [700, true]);
  deepStrictEqual(await clock.take(), [{ do: "pause" }]);
  deepStrictEqual([await clock.take(), clock.waiting().aborted], [[], false]);
  await clock.sleepUntil(START + 1000, clock.waiting());
  strictEqual(clock.now(), START + 1000);
});

Deno.test("commanded clock: who sleeps deaf to commands finds them waiting", async () => {
  const clock = new CommandedClock(START, START, [{ atMs: 700, command: { do: "pause" } }]);
  const waiting = clock.waiting();
  await clock.sleepUntil(START + 1000);
  deepStrictEqual([clock.now() - START, waiting.aborted], [1000, true]);
  deepStrictEqual(await clock.take(), [{ do: "pause" }]);
});
