import { strictEqual } from "node:assert/strict";
import { silentCommandsContract } from "../engine/ports/commands_contract.ts";
import { NoCommands } from "./no_commands.ts";

silentCommandsContract("no commands", () => {
  return Promise.resolve({ commands: new NoCommands(), dispose: () => Promise.resolve() });
});

Deno.test("the signal is the same each time: a year of closes makes no garbage of it", () => {
  strictEqual(new NoCommands().waiting(), new NoCommands().waiting());
});
