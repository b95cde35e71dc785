/** 2024-01-01T00:00:00Z, ms: the midnight that tests begin at. */
export const MIDNIGHT = 1_704_067_200_000;

/** One minute, ms. */
export const MINUTE = 60_000;

/** A quarter of an hour, ms: the decision interval of most tests. */
export const QUARTER: number = 15 * MINUTE;

/** One hour, ms. */
export const HOUR: number = 60 * MINUTE;

/** One day, ms. */
export const DAY: number = 24 * HOUR;
