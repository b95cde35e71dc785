import type { Command, CommandOutcome, Commands } from "../../engine/mod.ts";
import type { SeenTape } from "./seen_tape.ts";

const NONE: readonly Command[] = [];

/** Commands that are kept when they are taken; as long as the tape plays, they come when they came. */
export class SeenCommands implements Commands {
  readonly #commands: Commands;
  readonly #tape: SeenTape;
  /** What was taken in this process, and so can be answered. */
  readonly #taken = new WeakSet<Command>();
  /** Aborted as long as a command, or an interruption, is next on the tape. */
  #waiting = new AbortController();

  constructor(commands: Commands, tape: SeenTape) {
    this.#commands = commands;
    this.#tape = tape;
    tape.onNext = () => this.#look();
    this.#look();
  }

  /** What was asked since the last look. */
  async take(): Promise<readonly Command[]> {
    if (this.#tape.isPlaying) {
      if (this.#tape.nextKind !== "commands") return NONE;
      return this.#tape.play("commands")!.commands;
    }
    const commands = await this.#commands.take();
    if (commands.length === 0) return commands;
    for (const command of commands) this.#taken.add(command);
    this.#tape.keep<"commands">({ kind: "commands", commands });
    return commands;
  }

  /** Aborted as soon as a command waits. */
  waiting(): AbortSignal {
    return this.#tape.isPlaying ? this.#waiting.signal : this.#commands.waiting();
  }

  /** Tells what came of it, but for what was answered before this process. */
  answer(command: Command, outcome: CommandOutcome): void {
    if (this.#taken.has(command)) this.#commands.answer(command, outcome);
  }

  /** Whoever began to wait while the tape played hears of commands that come after it. */
  #hearOn(): void {
    const [commands, playing] = [this.#commands.waiting(), this.#waiting];
    if (commands.aborted) playing.abort();
    else commands.addEventListener("abort", () => playing.abort(), { once: true });
  }

  /** An interruption ends the waiting as a command does. */
  #look(): void {
    const { nextKind } = this.#tape;
    if (nextKind === "commands" || nextKind === "interrupted") this.#waiting.abort();
    else if (!this.#tape.isPlaying) this.#hearOn();
    else if (this.#waiting.signal.aborted) this.#waiting = new AbortController();
  }
}
