import type { DiaryEntry, JsonValue } from "../../engine/mod.ts";
import { findDivergence } from "../replay/find_divergence.ts";
import type { Cause } from "../replay/mod.ts";

/** The first decision time at which two runs are not the same, and what that began with. */
export interface Parting {
  /** The decision time, ms. */
  readonly close: number;
  /** Last lines of that cycle in each diary, counted from 1. */
  readonly lines: readonly [number, number];
  readonly entry: string;
  /** The way to the value, such as `decisions.0.action`; empty: the entry as a whole. */
  readonly field: string;
  /** The value in each; null: it is not there. */
  readonly values: readonly [JsonValue, JsonValue];
  /** The first stage whose inputs are equal and whose output is not. */
  readonly cause: Cause;
}

/** How far two diaries tell the same. */
export interface PartingSearch {
  /** Null: as far as both go they are the same. */
  readonly parting: Parting | null;
  /** Cycles at the same decision times before it that are the same in content. */
  readonly same: number;
}

/** What the settings of both runs say beforehand. */
export interface PartingTerms {
  /** Their model was asked in other words. */
  readonly promptsDiffer: boolean;
  /** Their agents look at the same: then hashes of what they saw can be held against each other. */
  readonly looksAlike: boolean;
}

/** The lines of a cycle, the last one closing it. */
interface Cycle {
  readonly close: number;
  readonly texts: readonly string[];
  readonly line: number;
}

/** What is no content: the place in the chain, hashes and ids. They are cut out before lines are parsed at all. */
const IDENTITY =
  /"(?:seq":\d+|(?:hash|key|observationHash|decisionsHash|clientOrderId|entry|close|stop|target)":"[0-9a-fx]+"),?/g;
/** Fields of an entry in which no content stands: hashes, what asking took, and an agent's words. */
const LEFT_OUT = new Set(
  [
    ..."seq hash key observationHash decisionsHash cassetteKeys latencyMs costUsd tokens".split(" "),
    ..."summary reasoning rationales rationale exitPlan toolCalls memory series".split(" "),
    ..."clientOrderId observation repaired detail".split(" "),
  ],
);

/**
 * Walks two diaries side by side, by decision times, up to the first content that differs: ids, hashes, durations and words
 * are left out.
 */
export function firstParting(
  first: Iterator<string, unknown, void>,
  second: Iterator<string, unknown, void>,
  terms: PartingTerms,
): PartingSearch {
  try {
    return searched(cyclesOf(first), cyclesOf(second), terms);
  } finally {
    first.return?.();
    second.return?.();
  }
}

function searched(
  first: Generator<Cycle, void, void>,
  second: Generator<Cycle, void, void>,
  terms: PartingTerms,
): PartingSearch {
  let same = 0;
  let [one, other] = [first.next(), second.next()];
  while (one.done !== true && other.done !== true) {
    if (one.value.close < other.value.close) one = first.next();
    else if (one.value.close > other.value.close) other = second.next();
    else {
      const parting = partingOf(one.value, other.value, terms);
      if (parting !== null) return { parting, same };
      same++;
      [one, other] = [first.next(), second.next()];
    }
  }
  return { parting: null, same };
}

/** The entries of each cycle, command or missed close; the first line belongs to none. */
function* cyclesOf(lines: Iterator<string, unknown, void>): Generator<Cycle, void, void> {
  let texts: string[] = [];
  let line = 0;
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    const text = next.value as string;
    line++;
    if (line === 1) continue;
    texts.push(text);
    if (/^\{"seq":\d+,"kind":"(?:intent|outcome)"/.test(text)) continue;
    const close = Number(/"close":(\d+)/.exec(text)?.[1]);
    yield { close, texts, line };
    texts = [];
  }
}

function partingOf(first: Cycle, second: Cycle, terms: PartingTerms): Parting | null {
  if (identityless(first) === identityless(second)) return null;
  const [ours, theirs] = [first, second].map((cycle) => cycle.texts.map(contentOf));
  const found = findDivergence({ recorded: ours, seq: 0, replayed: theirs });
  if (found === null) return null;
  const { entry, field, recorded, replayed } = found;
  const { close } = first;
  const values = [recorded, replayed] as const;
  const sawOther = terms.looksAlike && seenIn(first) !== seenIn(second);
  const cause = causeBy(found, { ...terms, sawOther });
  return { close, lines: [first.line, second.line], entry, field, values, cause };
}

/** What the cause is where runs have settings of their own, which a replay has not. */
function causeBy(
  { field, cause }: { readonly field: string; readonly cause: Cause },
  { promptsDiffer, sawOther }: PartingTerms & { readonly sawOther: boolean },
): Cause {
  // Money that came in at the start is a setting, whatever the books then say.
  if (field.startsWith("transfers")) return "settings";
  if (cause !== "answer") return cause;
  // Up to here both had done the same, so only the market can have shown them something else.
  if (sawOther) return "data";
  return promptsDiffer ? "prompt" : cause;
}

/** The hash of what an agent saw; empty where it was not asked. */
function seenIn({ texts }: Cycle): string {
  return /"observationHash":"([0-9a-f]+)"/.exec(texts.at(-1) ?? "")?.[1] ?? "";
}

function identityless({ texts }: Cycle): string {
  return texts.map((text) => text.replace(IDENTITY, "")).join("\n");
}

function contentOf(text: string): DiaryEntry {
  return JSON.parse(text, (name, value) => LEFT_OUT.has(name) || isIds(name, value) ? undefined : value);
}

/** Of a decision `orders` are client order ids by leg; of an intent they are the orders. */
function isIds(name: string, value: unknown): boolean {
  return name === "orders" && !Array.isArray(value);
}
