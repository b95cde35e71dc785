import type { Awaitable, Clock } from "../../engine/mod.ts";
import type { SeenTape } from "./seen_tape.ts";

/** A clock whose readings are kept; as long as the tape plays, time is what it was. */
export class SeenClock implements Clock {
  readonly #clock: Clock;
  readonly #tape: SeenTape;
  #last = -Infinity;

  constructor(clock: Clock, tape: SeenTape) {
    this.#clock = clock;
    this.#tape = tape;
  }

  /** The moment, ms; it never goes back, also where the tape ends. */
  now(): number {
    return this.#last = this.#tape.reading(() => Math.max(this.#last, this.#clock.now()));
  }

  /** Waits, but for what was waited for already. */
  sleepUntil(time: number, signal?: AbortSignal): Awaitable<void> {
    if (this.#tape.nextKind === "interrupted") this.#tape.play("interrupted");
    if (!this.#tape.isPlaying) return this.#clock.sleepUntil(time, signal);
  }
}
