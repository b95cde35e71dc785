import type { JsonValue } from "../../engine/mod.ts";

/** What a difference comes from, in the order in which one leads to the next. */
export const CAUSES = [
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
  const paths = differing(wanted, got, []).filter(([name]) => name !== "hash" && name !== "seq");
  const ranked = paths.map((path) => ({ path, cause: causeOf(path.join(".")) }))
    .sort((a, b) => CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause));
  const [{ path, cause }] = ranked.length === 0 ? [{ path: ["hash"], cause: "accounting" as const }] : ranked;
  return { field: path.join("."), expected: at(wanted, path), found: at(got, path), cause };
}

function causeOf(path: string): Cause {
  if (MARKET.test(path)) return "data";
  // An order has legs as an outcome has.
  if (path.startsWith("orders")) return "order";
  const known = path.split(".").findLast((part) => part in FIELD_CAUSES);
  return known === undefined ? "accounting" : FIELD_CAUSES[known];
}

/** The ways to every value that is another one. */
function differing(wanted: JsonValue, got: JsonValue, path: readonly string[]): string[][] {
  if (JSON.stringify(wanted) === JSON.stringify(got)) return [];
  if (!isFields(wanted) || !isFields(got)) return [[...path]];
  const names = new Set([...Object.keys(wanted), ...Object.keys(got)]);
  return [...names].flatMap((name) => differing(wanted[name] ?? null, got[name] ?? null, [...path, name]));
}

function at(value: JsonValue, path: readonly string[]): JsonValue {
  return path.reduce<JsonValue>((inside, name) => isFields(inside) ? inside[name] ?? null : null, value);
}

function isFields(value: JsonValue): value is Fields {
  return typeof value === "object" && value !== null;
}
