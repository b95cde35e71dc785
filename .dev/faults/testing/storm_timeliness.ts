import { ALWAYS_IN_TIME, type Timeliness } from "../../../engine/mod.ts";

/** What counts as late in a storm: tight enough that each kind of lateness happens. */
export const STORM_TIMELINESS: Timeliness = {
  ...ALWAYS_IN_TIME,
  deadlineMs: 20_000,
  retryMs: 2000,
  missedAfterMs: 60_000,
  staleAfterMs: { ...ALWAYS_IN_TIME.staleAfterMs, mark: 60_000, candles: 10 * 60_000 },
};
