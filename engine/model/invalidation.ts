import { z } from "zod";
import { type Interval, INTERVALS } from "./interval.ts";

/** What must hold for a plan to be off: code looks at it every cycle, and closes the position. */
export interface Invalidation {
  /** An output the agent sees on that interval, such as "rsi14" or "macd12-26-9.histogram", or "close". */
  readonly indicator: string;
  readonly interval: Interval;
  readonly comparison: "above" | "below";
  /** In the indicator's own unit. */
  readonly level: number;
}

/** Checks an invalidation that came from outside the engine. */
export const invalidationSchema: z.ZodType<Invalidation> = z.strictObject({
  indicator: z.string().min(1).max(60),
  interval: z.enum(INTERVALS as [Interval, ...Interval[]]),
  comparison: z.enum(["above", "below"]),
  level: z.number(),
});

/** Whether a value is past the level; what is not a number yet is not. */
export function isPast({ comparison, level }: Invalidation, value: number): boolean {
  return comparison === "above" ? value > level : value < level;
}
