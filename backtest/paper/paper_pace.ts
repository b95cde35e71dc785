import type { RunRange } from "../run_range.ts";
import {
  ALWAYS_IN_TIME,
  type Clock,
  HOUR_MS,
  type Interval,
  intervalMs,
  type TimeBounds,
  type Timeliness,
} from "../../engine/mod.ts";

/** How a paper run keeps time. */
export interface PaperPace {
  /** How long a cycle waits after its close for candles to appear, ms. */
  readonly graceMs: number;
  /** How long is waited for what is late, and what is too old. */
  readonly timeliness: Timeliness;
  /** A cycle that was left so long ago is not gone on with, ms; Infinity: each is. */
  readonly leftAfterMs: number;
  /** What has to happen in time; not there: nothing is late. */
  readonly bounds?: TimeBounds;
  /** From one look at an account that others hold to the next, ms; null: between cycles nothing happens by itself. */
  readonly guardEveryMs: number | null;
}

const MINUTE_MS = 60_000;
/** What is sent to the venue is good for so long. Source: adapters/hyperliquid/trading, EXPIRES_MS. */
const SEND_WITHIN_MS = 5_000;
const GUARD_EVERY_MS = 5_000;
/** How long a position may be without a stop before it is closed, ms, where nothing else is said. */
const NAKED_LIMIT_MS = 10_000;

/** On the time of a served market: everything is there at its close, and nothing passes while nobody runs. */
export const SIMULATED_PACE: PaperPace = {
  graceMs: 0,
  timeliness: ALWAYS_IN_TIME,
  leftAfterMs: Infinity,
  guardEveryMs: null,
};

/** On the system's time; `clockSkewMs`: by how much the exchange's clock is ahead of it, null where it was not measured. */
export function realPace(
  interval: Interval,
  clockSkewMs: () => number | null,
  nakedLimitMs: number = NAKED_LIMIT_MS,
): PaperPace {
  const graceMs = 2_000;
  // Whatever is late must be over before the next close.
  const soon = (ms: number): number => Math.min(ms, intervalMs(interval) / 2);
  return {
    graceMs,
    leftAfterMs: soon(MINUTE_MS),
    guardEveryMs: GUARD_EVERY_MS,
    bounds: { sendWithinMs: SEND_WITHIN_MS, nakedLimitMs },
    timeliness: {
      deadlineMs: soon(20_000),
      retryMs: 1_000,
      missedAfterMs: soon(MINUTE_MS),
      staleAfterMs: {
        mark: MINUTE_MS,
        mid: MINUTE_MS,
        oracle: MINUTE_MS,
        // A rate holds for its hour.
        funding: HOUR_MS + 5 * MINUTE_MS,
        candles: 5 * MINUTE_MS,
      },
      clockSkewMs,
      maxSkewMs: 1_000,
    },
  };
}

/** Whose time a paper run goes by. */
export interface PaperTime extends PaperPace {
  /** From now on; until the data of a served market ends. */
  readonly range: RunRange;
  /** Whether it is a served market's. */
  readonly isSimulatedTime: boolean;
}

/** The pace on the time of a served market, or with `served` null on the system's, which is `clock`. */
export function paperTime(
  clock: Pick<Clock, "now">,
  served: { readonly span: RunRange } | null,
  real: {
    readonly interval: Interval;
    readonly clockSkewMs: () => number | null;
    readonly nakedLimitMs?: number | undefined;
  },
): PaperTime {
  const pace = served === null
    ? realPace(real.interval, real.clockSkewMs, real.nakedLimitMs)
    : SIMULATED_PACE;
  const range = { from: clock.now(), until: served?.span.until ?? Infinity };
  return { ...pace, range, isSimulatedTime: served !== null };
}
