import type { JsonValue } from "../../engine/mod.ts";

/** What a divergence began with, in the order in which one leads to the next. */
export const CAUSES = [
  "settings",
  "data",
  "observation",
  "prompt",
  "answer",
  "risk",
  "order",
  "fill",
  "accounting",
] as const;

/** One of {@link CAUSES}. */
export type Cause = typeof CAUSES[number];

/** The first place where a run that is played again is another one than was recorded. */
export interface Divergence {
  /** The line of the diary, counted from 1. */
  readonly line: number;
  /** The decision time, ms; null: of no cycle. */
  readonly close: number | null;
  /** The kind of the entry, such as `outcome`. */
  readonly entry: string;
  /** The way to the value, such as `legs.0.price`; empty: the entry as a whole. */
  readonly field: string;
  /** Null where it is not there. */
  readonly recorded: JsonValue;
  readonly replayed: JsonValue;
  readonly cause: Cause;
  /** What else is known of it, in words; null: nothing. */
  readonly detail: string | null;
}
