import type { DiaryEntry, JsonValue } from "../../engine/mod.ts";
import { causeOf } from "./cause_of.ts";
import { type Difference, differences } from "./differences.ts";
import type { Divergence } from "./divergence.ts";

/** The entries of one cycle from the first that differs on. */
export interface CycleVersions {
  /** Those of the diary, and the place of the first of them, counted from 0. */
  readonly recorded: readonly DiaryEntry[];
  readonly seq: number;
  readonly replayed: readonly DiaryEntry[];
}

/** Where a difference stands: an entry, its line and the value in it. */
interface Placed extends Difference {
  readonly entry: DiaryEntry;
  readonly line: number;
}

/**
 * What the two versions of a cycle differ in first, by what leads to what and not by what was written first: a line that
 * tells of a fill stands after the decision that was taken on it. Null where they are the same.
 */
export function findDivergence(versions: CycleVersions): Divergence | null {
  let first: { readonly rank: number; readonly divergence: Divergence } | null = null;
  for (const { entry, line, path, recorded, replayed } of placed(versions)) {
    const close = entry.kind === "run" ? null : entry.close;
    const { cause, rank } = causeOf(entry.kind, { path, recorded, replayed }, close ?? 0);
    if (first !== null && first.rank <= rank) continue;
    const place = { line, close, entry: entry.kind, field: path.join("."), detail: null };
    first = { rank, divergence: { ...place, recorded, replayed, cause } };
  }
  return first?.divergence ?? null;
}

function* placed({ recorded, seq, replayed }: CycleVersions): Generator<Placed, void, void> {
  const unmatched = replayed.map((entry) => plain(entry));
  for (const [index, entry] of recorded.entries()) {
    const at = unmatched.findIndex((other) => nameOf(other) === nameOf(entry));
    const [other] = at < 0 ? [undefined] : unmatched.splice(at, 1);
    const line = seq + index + 1;
    for (const difference of differences(asJson(entry), asJson(other))) yield { ...difference, entry, line };
  }
  for (const entry of unmatched) {
    const line = seq + recorded.length;
    yield { path: [], recorded: null, replayed: asJson(entry) ?? null, entry, line };
  }
}

/** Entries of the same name tell of the same thing in both versions. */
function nameOf(entry: DiaryEntry): string {
  if (entry.kind === "intent") return `${entry.kind} ${entry.origin}`;
  return entry.kind === "outcome" ? `${entry.kind} ${entry.asset} ${entry.purpose}` : entry.kind;
}

/** As the diary gives it back: without fields that are undefined. */
function plain(entry: DiaryEntry): DiaryEntry {
  return JSON.parse(JSON.stringify(entry));
}

function asJson(entry: DiaryEntry | undefined): JsonValue | undefined {
  return entry as unknown as JsonValue | undefined;
}
