import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Command, CommandOutcome, Commands } from "../../engine/mod.ts";
import { SeenCommands } from "./seen_commands.ts";
import { SeenTape } from "./seen_tape.ts";
import { KeptEntries } from "./testing/kept_entries.ts";

const DONE: CommandOutcome = { done: true, lines: [] };

/** Commands that were given, each once, and those that were answered. */
class Given implements Commands {
  readonly answered: Command[] = [];
  #queue: Command[];

  constructor(...queue: Command[]) {
    this.#queue = queue;
  }

  take(): Promise<readonly Command[]> {
    const taken = this.#queue;
    this.#queue = [];
    return Promise.resolve(taken);
  }

  waiting(): AbortSignal {
    return new AbortController().signal;
  }

  answer(command: Command): void {
    this.answered.push(command);
  }
}

Deno.test("a command that was taken before this process is carried out again and answered by nobody", async () => {
  const store = new KeptEntries();
  const given = new Given({ do: "pause" });
  const first = new SeenCommands(given, new SeenTape(store));
  const taken = await first.take();
  first.answer(taken[0], DONE);
  deepStrictEqual([store.all, given.answered], [[{ kind: "commands", commands: [{ do: "pause" }] }], [
    ...taken,
  ]]);

  const later = new Given({ do: "resume" });
  const again = new SeenCommands(later, new SeenTape(new KeptEntries(store.all)));
  strictEqual(again.waiting().aborted, true, "it is next on the tape");
  const [played] = await again.take();
  deepStrictEqual(played, { do: "pause" });
  again.answer(played, DONE);
  deepStrictEqual(later.answered, []);
  strictEqual(again.waiting().aborted, false);
  const [fresh] = await again.take();
  again.answer(fresh, DONE);
  deepStrictEqual(later.answered, [{ do: "resume" }]);
});
