import type { MissedEntry } from "./model/diary_entry.ts";
import type { Timeliness } from "./model/timeliness.ts";

/** What a loop knows of the time, to tell whether a cycle can still be run and else why not. */
export class Punctuality {
  readonly #graceMs: number;
  readonly #missedAfterMs: number;
  readonly #wasAway: (time: number) => boolean;
  /** Since when it waits for the next close, ms. */
  #waitsSince: number;
  /** Whether it has waited for a close before. */
  #hasBegun = false;
  /** A stretch of time that passed without a cycle: up to when, and why. */
  #gap: { readonly until: number; readonly cause: MissedEntry["cause"] } | null = null;

  /** `now`: the moment the loop begins, ms. */
  constructor(graceMs: number, { missedAfterMs, wasAway = () => false }: Timeliness, now: number) {
    this.#graceMs = graceMs;
    this.#missedAfterMs = missedAfterMs;
    this.#wasAway = wasAway;
    this.#waitsSince = now;
  }

  /** The loop begins to wait for a close at `now` (ms). */
  waits(now: number): void {
    this.#waitsSince = now;
  }

  /** Why there can be no cycle for this close any more at `now`, ms; null: there can. */
  missed(close: number, now: number): Pick<MissedEntry, "cause" | "detail"> | null {
    const due = close + this.#graceMs;
    const lateMs = now - due;
    const cause = this.#causeAt(due);
    this.#hasBegun = true;
    if (lateMs <= this.#missedAfterMs) {
      this.#gap = null;
      return null;
    }
    this.#gap ??= { until: now, cause };
    const detail = `${lateMs} ms late, ${this.#missedAfterMs} ms are allowed`;
    return { cause, detail };
  }

  #causeAt(due: number): MissedEntry["cause"] {
    if (this.#wasAway(due)) return "not-running";
    if (this.#gap !== null && due <= this.#gap.until) return this.#gap.cause;
    if (this.#waitsSince <= due) return "asleep";
    return this.#hasBegun ? "busy" : "not-running";
  }
}
