/** What has to happen in time where time goes by itself; on a simulated clock nothing is late. */
export interface TimeBounds {
  /** An order that was not sent so long after its intent is not sent any more, ms. */
  readonly sendWithinMs: number;
  /** A position that lacks a stop, and has got none so long after that was found, is closed, ms. */
  readonly nakedLimitMs: number;
}
