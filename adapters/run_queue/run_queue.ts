import type { Command, CommandOutcome, Commands } from "../../engine/mod.ts";
import { QueueError } from "./queue_error.ts";
import { QueueFolder } from "./queue_folder.ts";

/** How often the folder is looked at, ms: a command is noticed well within a second. */
const LOOK_MS = 200;

const STALE: CommandOutcome = {
  done: false,
  lines: ["it was given before the run was started again and not carried out; give it again"],
};
const CUT_OFF: CommandOutcome = {
  done: false,
  lines: ["the run ended while it was being carried out; the diary tells what was done"],
};

/** The commands of a run: files in its folder, each answered by another file. Whoever opens it must hold the run's lock. */
export class RunQueue implements Commands {
  readonly #folder: QueueFolder;
  readonly #names = new Map<Command, string>();
  readonly #timer: ReturnType<typeof setInterval>;
  #waiting = new AbortController();

  /**
   * Opens the queue of the run in this folder. What was given or begun before is answered as such and not carried out:
   * a stop of yesterday is no stop of today. `lookMs`: how often it looks.
   */
  constructor(runFolder: string, lookMs: number = LOOK_MS) {
    this.#folder = QueueFolder.at(runFolder);
    for (const name of this.#folder.names("taken")) this.#conclude(name, CUT_OFF);
    for (const name of this.#folder.names("waiting")) {
      if (this.#folder.take(name) !== null) this.#conclude(name, STALE);
    }
    this.#timer = setInterval(() => this.#look(), lookMs);
  }

  take(): Promise<readonly Command[]> {
    const taken: Command[] = [];
    for (const name of this.#folder.names("waiting")) {
      const command = this.#folder.take(name);
      if (command === null) continue;
      if (command instanceof QueueError) {
        this.#conclude(name, { done: false, lines: [command.message] });
        continue;
      }
      this.#names.set(command, name);
      taken.push(command);
    }
    if (this.#waiting.signal.aborted) this.#waiting = new AbortController();
    return Promise.resolve(taken);
  }

  waiting(): AbortSignal {
    return this.#waiting.signal;
  }

  answer(command: Command, outcome: CommandOutcome): void {
    const name = this.#names.get(command);
    if (name === undefined) throw new Error("an answer to a command that was not taken");
    this.#names.delete(command);
    this.#conclude(name, outcome);
  }

  /** Looks no more. */
  close(): void {
    clearInterval(this.#timer);
  }

  /** As {@link close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  #look(): void {
    if (!this.#waiting.signal.aborted && this.#hasCommands()) this.#waiting.abort();
  }

  #hasCommands(): boolean {
    try {
      return this.#folder.names("waiting").length > 0;
    } catch {
      // Whoever takes the commands then meets the same fault, and can tell it.
      return true;
    }
  }

  #conclude(name: string, outcome: CommandOutcome): void {
    this.#folder.write(name, "answered", outcome);
    this.#folder.remove(name, "taken");
  }
}
