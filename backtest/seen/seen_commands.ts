import type { Command, Commands } from "../../engine/mod.ts";
import type { SeenTape } from "./seen_tape.ts";

const NONE: readonly Command[] = [];
const NEVER: AbortSignal = new AbortController().signal;
const ALREADY: AbortSignal = AbortSignal.abort();

/** Commands that are kept when they are taken; as long as the tape plays, they come when they came. */
export class SeenCommands implements Commands {
  readonly #commands: Commands;
  readonly #tape: SeenTape;

  constructor(commands: Commands, tape: SeenTape) {
    this.#commands = commands;
    this.#tape = tape;
  }

  /** What was asked since the last look. */
  async take(): Promise<readonly Command[]> {
    if (this.#tape.isPlaying) {
      return this.#tape.nextKind === "commands" ? this.#tape.play("commands")!.commands : NONE;
    }
    const commands = await this.#commands.take();
    return commands.length === 0
      ? commands
      : this.#tape.keep<"commands">({ kind: "commands", commands }).commands;
  }

  /** Aborted as soon as a command waits. */
  waiting(): AbortSignal {
    if (!this.#tape.isPlaying) return this.#commands.waiting();
    return this.#tape.nextKind === "commands" ? ALREADY : NEVER;
  }
}
