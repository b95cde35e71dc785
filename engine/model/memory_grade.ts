import { DAY_MS } from "./interval.ts";

/** Up to when somebody claims that a model knows what happened. */
export interface KnowledgeCutoff {
  readonly model: string;
  /** A day, as 2024-05-31. */
  readonly cutoff: string;
  /** The end of that day, ms. */
  readonly knownUntil: number;
  readonly claimedBy: "vendor" | "third-party";
  /** Where that was read, and when. */
  readonly source: string;
  readonly read: string;
}

/**
 * How much a model may remember of the period it is tried on. `CLEAN`: nothing, it ends before the period begins;
 * `CONTAMINATED`: all of it; `MIXED`: a part. Only a clean result can be evidence of skill.
 */
export interface MemoryGrade {
  readonly grade: "CLEAN" | "MIXED" | "CONTAMINATED";
  /** The share of the period that it may remember. */
  readonly overlap: number;
}

/** Models are refreshed after the cutoff they are given. */
const MARGIN_DAYS = 90;

/** Grades a period (ms, its end not in it). An unknown cutoff counts as one after it. */
export function gradeMemory(
  { from, until }: { readonly from: number; readonly until: number },
  cutoff: KnowledgeCutoff | null,
): MemoryGrade {
  const known = cutoff === null ? Infinity : cutoff.knownUntil + MARGIN_DAYS * DAY_MS;
  const overlap = Math.min(1, Math.max(0, (known - from) / (until - from)));
  return { grade: overlap === 0 ? "CLEAN" : overlap === 1 ? "CONTAMINATED" : "MIXED", overlap };
}
