import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Command, CommandOutcome, Commands } from "./commands.ts";

/** Commands under test that nobody can give. */
export type SilentCommandsUnderTest = Omit<CommandsUnderTest, "give" | "heard">;

/** Commands under test. */
export interface CommandsUnderTest {
  readonly commands: Commands;
  /** Asks something, as a person would; resolves when it must have arrived. */
  give(command: Command): Promise<void>;
  /** What those who asked were told so far, in the order of their asking. */
  heard(): Promise<readonly CommandOutcome[]>;
  dispose(): Promise<void>;
}

/** One of each. */
const ALL: readonly Command[] = [
  { do: "pause" },
  { do: "resume" },
  { do: "close", asset: "kPEPE" },
  { do: "close-all" },
  { do: "stop" },
  { do: "stop", flatten: true },
];

/** What commands that nobody gives must do; registers one test. */
export function silentCommandsContract(name: string, make: () => Promise<SilentCommandsUnderTest>): void {
  Deno.test(`${name}: there is nothing at first, however often it is asked`, async () => {
    const { commands, dispose } = await make();
    for (let time = 0; time < 3; time++) {
      strictEqual(commands.waiting().aborted, false);
      deepStrictEqual(await commands.take(), []);
    }
    await dispose();
  });
}

/** What commands that a person gives must do; registers one test for each promise. */
export function commandsContract(name: string, make: () => Promise<CommandsUnderTest>): void {
  silentCommandsContract(name, make);
  const promise = (what: string, check: (subject: CommandsUnderTest) => Promise<void>): void => {
    Deno.test(`${name}: ${what}`, async () => {
      const subject = await make();
      try {
        await check(subject);
      } finally {
        await subject.dispose();
      }
    });
  };
  promise("hands out each command once, oldest first, as it was given", async ({ commands, give }) => {
    for (const command of ALL) await give(command);
    deepStrictEqual(await commands.take(), ALL);
    deepStrictEqual(await commands.take(), []);
  });
  promise("a signal asked for before is aborted by the command", async ({ commands, give }) => {
    const waiting = commands.waiting();
    let told = 0;
    waiting.addEventListener("abort", () => told++);
    await give(ALL[0]);
    deepStrictEqual([waiting.aborted, told], [true, 1]);
    await commands.take();
  });
  promise("a signal asked for while a command waits is aborted already", async ({ commands, give }) => {
    await give(ALL[0]);
    strictEqual(commands.waiting().aborted, true);
    await give(ALL[1]);
    strictEqual(commands.waiting().aborted, true);
    await commands.take();
  });
  promise("once all were taken the signal waits for the next one", async ({ commands, give }) => {
    await give(ALL[0]);
    await commands.take();
    const waiting = commands.waiting();
    strictEqual(waiting.aborted, false);
    await give(ALL[1]);
    strictEqual(waiting.aborted, true);
    deepStrictEqual(await commands.take(), [ALL[1]]);
  });
  promise("each answer comes to whoever asked", async ({ commands, give, heard }) => {
    await give(ALL[0]);
    await give(ALL[3]);
    const [first, second] = await commands.take();
    const left = { done: false, lines: ["left open: long 1 ETH", "paused"] };
    commands.answer(second, left);
    commands.answer(first, { done: true, lines: [] });
    deepStrictEqual(await heard(), [{ done: true, lines: [] }, left]);
  });
  promise("to look changes nothing", async ({ commands, give }) => {
    await give(ALL[0]);
    commands.waiting();
    commands.waiting();
    deepStrictEqual(await commands.take(), [ALL[0]]);
  });
}
