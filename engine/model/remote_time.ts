/** A question for the time, and its answer. */
export interface TimeSample {
  /** Our clock when it was asked and when it was answered, ms. */
  readonly sent: number;
  readonly received: number;
  /** What the other side said, ms. */
  readonly told: number;
  /** A stopwatch that nobody sets, at the answer, ms. */
  readonly elapsed: number;
}

/** A sample is believed for so long, and while our clock has gone as the stopwatch has, ms. */
const BELIEVED_MS = 60_000;
const STEP_MS = 500;

/** The time of an exchange as far as it is known here: candles close by its clock, not by ours. */
export class RemoteTime {
  #last: TimeSample | null = null;

  /** Takes a new sample in place of the one before. */
  take(sample: TimeSample): void {
    this.#last = sample;
  }

  /** Whether the last sample still says something: it is not old, and our clock was not set since. */
  isKnown(now: number, elapsed: number): boolean {
    if (this.#last === null) return false;
    const passed = elapsed - this.#last.elapsed;
    return passed <= BELIEVED_MS && Math.abs(now - this.#last.received - passed) <= STEP_MS;
  }

  /** A time that it is there at least when it is `now` here, ms; −∞ where it was never asked. */
  atLeast(now: number): number {
    if (this.#last === null) return -Infinity;
    // What was told may have been on its way for the whole time that the answer took.
    return this.#last.told + (now - this.#last.received);
  }

  /** By how much its clock is ahead of ours, ms; below zero: behind; null: never asked. Exact to half an answer's time. */
  get skewMs(): number | null {
    if (this.#last === null) return null;
    const { sent, received, told } = this.#last;
    return Math.round(told - (sent + received) / 2);
  }
}
