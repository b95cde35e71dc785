import { z } from "zod";
import type { Interval } from "../../model/interval.ts";
import type { Sight } from "./sight.ts";

/** What tools can be asked for in a run. */
export interface ToolScope {
  readonly sight: Sight;
  /** The intervals the run has candles of, the decision interval first. */
  readonly intervals: readonly Interval[];
}

/** An asset of the run by its shown name. */
export function assetSchema({ sight }: ToolScope): z.ZodType<string> {
  return z.enum(sight.names as [string, ...string[]]);
}

/** An interval of the run. */
export function intervalSchema({ intervals }: ToolScope): z.ZodType<Interval> {
  return z.enum(intervals as [Interval, ...Interval[]]);
}
