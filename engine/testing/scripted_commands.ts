import type { Command, Commands } from "../ports/commands.ts";

/** Commands that a test gives. */
export class ScriptedCommands implements Commands {
  #queue: Command[] = [];
  #waiting = new AbortController();

  /** Gives commands: they wait until they are taken. */
  give(...commands: readonly Command[]): void {
    this.#queue.push(...commands);
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
}
