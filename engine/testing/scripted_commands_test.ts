import { commandsContract } from "../ports/commands_contract.ts";
import { ScriptedCommands } from "./scripted_commands.ts";

commandsContract("scripted commands", () => {
  const commands = new ScriptedCommands();
  return Promise.resolve({
    commands,
    give: (command) => Promise.resolve(commands.give(command)),
    heard: () => Promise.resolve(commands.heard()),
    dispose: () => Promise.resolve(),
  });
});
