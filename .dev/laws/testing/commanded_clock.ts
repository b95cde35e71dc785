import type { Clock, Command, Commands } from "../../../engine/mod.ts";
import type { TimedCommand } from "./world_plan.ts";

/**
 * A clock that jumps, and the person who gives commands by it: one that is due while the engine waits for them ends
 * the waiting at its moment, one that is due while it does not wakes it as soon as it looks.
 */
export class CommandedClock implements Clock, Commands {
  readonly #due: TimedCommand[];
  readonly #start: number;
  #now: number;
  #waiting = new AbortController();

  /** Starts at `now` (ms); the commands' moments count from `start`. */
  constructor(now: number, start: number, commands: readonly TimedCommand[]) {
    this.#now = now;
    this.#start = start;
    this.#due = [...commands];
    this.#tell();
  }

  now(): number {
    return this.#now;
  }

  sleepUntil(time: number, signal?: AbortSignal): Promise<void> {
    if (time <= this.#now || signal?.aborted === true) return Promise.resolve();
    const next = this.#next();
    this.#now = signal !== undefined && next < time ? Math.max(next, this.#now) : time;
    this.#tell();
    return Promise.resolve();
  }

  take(): Promise<readonly Command[]> {
    const taken: Command[] = [];
    while (this.#next() <= this.#now) taken.push(this.#due.shift()!.command);
    if (this.#waiting.signal.aborted) this.#waiting = new AbortController();
    return Promise.resolve(taken);
  }

  waiting(): AbortSignal {
    return this.#waiting.signal;
  }

  answer(): void {}

  #next(): number {
    return this.#due.length === 0 ? Infinity : this.#start + this.#due[0].atMs;
  }

  #tell(): void {
    if (this.#next() <= this.#now) this.#waiting.abort();
  }
}
