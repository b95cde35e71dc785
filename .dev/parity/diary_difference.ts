import { type Cause, CAUSES } from "../../backtest/replay/mod.ts";
import { differences } from "../../backtest/replay/differences.ts";
import type { JsonValue } from "../../engine/mod.ts";

/** The first place where two diaries are not the same. */
export interface DiaryDifference {
  /** Counted from 1. */
  readonly line: number;
  /** What stands there, the backtest's line and the other; null: none. */
  readonly lines: readonly [string | null, string | null];
  /** Of what differs in it, what comes first in the order of causes, with the way to it. */
  readonly field: string;
  readonly expected: JsonValue;
  readonly found: JsonValue;
  readonly cause: Cause;
}

type Fields = { readonly [name: string]: JsonValue };

/** What a field of a line tells of; the last part of a path that stands here counts. */
const FIELD_CAUSES: Readonly<Record<string, Cause>> = {
  key: "data",
  schema: "data",
  series: "data",
  notAsked: "observation",
  observation: "observation",
  observationHash: "observation",
  held: "observation",
  cassetteKeys: "prompt",
  decisionsHash: "answer",
  reasoning: "answer",
  summary: "answer",
  rationales: "answer",
  decisions: "answer",
  memory: "answer",
  refusal: "risk",
  halt: "risk",
  orders: "order",
  legs: "fill",
  fills: "fill",
  naked: "fill",
};
/** Of an observation, what the market itself tells. */
const MARKET = /^observation\..*(mark|mid|oracle|funding|openInterest|candles|closes)/;

/** The first place where `found` is not what stands in `expected`, both as lines without their ends; null: none. */
export function diaryDifference(
  expected: readonly string[],
  found: readonly string[],
): DiaryDifference | null {
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    const lines = [expected[index] ?? null, found[index] ?? null] as const;
    if (lines[0] !== lines[1]) return { line: index + 1, lines, ...insideOf(lines) };
  }
  return null;
}

function insideOf([expected, found]: DiaryDifference["lines"]): Omit<DiaryDifference, "line" | "lines"> {
  const [wanted, got] = [expected, found].map((line) => line === null ? null : JSON.parse(line) as Fields);
  if (wanted === null || got === null || wanted.kind !== got.kind || wanted.close !== got.close) {
    const present = (wanted ?? got)!;
    const cause = present.kind === "intent" ? "order" : "accounting";
    return { field: "line", expected: wanted?.kind ?? null, found: got?.kind ?? null, cause };
  }
  const ranked = [...differences(wanted, got)]
    .filter(({ path: [name] }) => name !== "hash" && name !== "seq")
    .map((one) => ({ ...one, field: one.path.join("."), cause: causeOf(one.path.join(".")) }))
    .sort((a, b) => CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause));
  if (ranked.length === 0) {
    return { field: "hash", expected: wanted.hash, found: got.hash, cause: "accounting" };
  }
  const [{ field, recorded, replayed, cause }] = ranked;
  return { field, expected: recorded, found: replayed, cause };
}

function causeOf(path: string): Cause {
  if (MARKET.test(path)) return "data";
  // An order has legs as an outcome has.
  if (path.startsWith("orders")) return "order";
  const known = path.split(".").findLast((part) => part in FIELD_CAUSES);
  return known === undefined ? "accounting" : FIELD_CAUSES[known];
}
