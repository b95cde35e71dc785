import type { Command, CommandOutcome, Commands } from "../ports/commands.ts";

/** Commands that a test gives. */
export class ScriptedCommands implements Commands {
  readonly #given: Command[] = [];
  readonly #answers = new Map<Command, CommandOutcome>();
  #queue: Command[] = [];
  #waiting = new AbortController();

  /** Gives commands: they wait until they are taken. */
  give(...commands: readonly Command[]): void {
    this.#queue.push(...commands);
    this.#given.push(...commands);
    this.#waiting.abort();
  }

  take(): Promise<readonly Command[]> {
    const taken = this.#queue;
    this.#queue = [];
    if (this.#waiting.signal.aborted) this.#waiting = new AbortController();
    return Promise.resolve(taken);
  }

  waiting(): AbortSignal {
    return this.#waiting.signal;
  }

  answer(command: Command, outcome: CommandOutcome): void {
    this.#answers.set(command, outcome);
  }

  /** What those who asked were told so far, in the order of their asking. */
  heard(): readonly CommandOutcome[] {
    return this.#given.flatMap((command) => this.#answers.get(command) ?? []);
  }
}
