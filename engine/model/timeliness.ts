/** What is too old to decide on, ms by field; Infinity: it never is. */
export interface StaleBounds {
  readonly mark: number;
  readonly mid: number;
  readonly oracle: number;
  readonly funding: number;
  /** Counted from the moment at which the next candle should have closed. */
  readonly candles: number;
}

/** How a run keeps time in a world where answers are late, old or away. It belongs to the composition, not to the key. */
export interface Timeliness {
  /** How long after a close what is not there yet is asked for again, ms. */
  readonly deadlineMs: number;
  /** From one asking to the next, ms. */
  readonly retryMs: number;
  /** A cycle that has not begun so long after its close and grace is missed, ms; it is never run late. */
  readonly missedAfterMs: number;
  readonly staleAfterMs: StaleBounds;
  /** Whether no process was there at a moment that has passed, ms; not given: one always was. */
  readonly wasAway?: (time: number) => boolean;
  /** By how much the exchange's clock is ahead of this one, ms; below zero: behind; null: not measured yet. */
  readonly clockSkewMs: () => number | null;
  /** A skew beyond this is written down, ms either way. */
  readonly maxSkewMs: number;
}

/** The time of a simulated or stepped clock: everything is there at its close, nothing is old and nothing is late. */
export const ALWAYS_IN_TIME: Timeliness = {
  deadlineMs: 0,
  retryMs: 0,
  missedAfterMs: Infinity,
  staleAfterMs: { mark: Infinity, mid: Infinity, oracle: Infinity, funding: Infinity, candles: Infinity },
  clockSkewMs: () => null,
  maxSkewMs: Infinity,
};
