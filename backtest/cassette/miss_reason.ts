import { canonicalJson, type ChatMessage, type ChatRequest, type JsonValue } from "../../engine/mod.ts";

/** The fields of a request in the order in which they are compared; messages, the most telling ones, come last. */
const FIELDS = ["provider", "model", "sample", "parameters", "responseSchema", "tools", "messages"] as const;
/** Characters shown on each side of the first that differs. */
const AROUND = 24;

/** The first place where two requests differ. */
interface Difference {
  /** How much is the same: the greater, the nearer. */
  readonly same: number;
  readonly where: string;
  readonly asked: string;
  readonly recorded: string;
}

/** Says why there is no recorded answer: the first field that differs from the nearest request that is recorded. */
export function missReason(request: ChatRequest, recorded: Iterable<string>): string {
  let count = 0;
  let nearest: Difference | null = null;
  for (const text of recorded) {
    count++;
    const found = differenceOf(request, JSON.parse(text) as ChatRequest);
    if (nearest === null || found.same > nearest.same) nearest = found;
  }
  if (nearest === null) return "no answer is recorded for this request: nothing is recorded at all";
  const { where, asked, recorded: other } = nearest;
  const among = count === 1 ? "the one that is recorded" : `the nearest of ${count} recorded ones`;
  return `no answer is recorded for this request: it differs from ${among} first in ${where}: ` +
    `asked ${asked}, recorded ${other}`;
}

function differenceOf(request: ChatRequest, other: ChatRequest): Difference {
  const differing = FIELDS.filter((field) => textOf(request[field]) !== textOf(other[field]));
  const alike = alikeMessages(request.messages, other.messages);
  const [first] = differing;
  const same = (FIELDS.length - differing.length) * 1e12 + alike.count * 1e8 + alike.characters;
  if (first === undefined) return { same, where: "nothing", asked: "", recorded: "" };
  if (first === "messages") return { same, ...messageDifference(request.messages, other.messages) };
  return { same, ...leafDifference(first, request[first] as JsonValue, other[first] as JsonValue) };
}

/** How many first messages are the same, and how many characters of the next one. */
function alikeMessages(
  ours: readonly ChatMessage[],
  theirs: readonly ChatMessage[],
): { readonly count: number; readonly characters: number } {
  let count = 0;
  while (count < ours.length && count < theirs.length && textOf(ours[count]) === textOf(theirs[count])) {
    count++;
  }
  const [next, other] = [ours[count], theirs[count]];
  const characters = next === undefined || other === undefined
    ? 0
    : firstDifference(textOf(next), textOf(other));
  return { count, characters };
}

function messageDifference(
  ours: readonly ChatMessage[],
  theirs: readonly ChatMessage[],
): Omit<Difference, "same"> {
  const { count } = alikeMessages(ours, theirs);
  const [next, other] = [ours[count], theirs[count]];
  if (next === undefined || other === undefined) {
    return { where: "the number of messages", asked: String(ours.length), recorded: String(theirs.length) };
  }
  const where = `message ${count + 1} (${next.role})`;
  if (next.text !== other.text) return { where, ...cutOut(next.text, other.text) };
  return { where, ...cutOut(textOf(next), textOf(other)) };
}

/** The innermost field, in alphabetical order, in which two values differ. */
function leafDifference(path: string, ours: JsonValue, theirs: JsonValue): Omit<Difference, "same"> {
  if (isRecord(ours) && isRecord(theirs)) {
    const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
    const name = names.find((one) => textOf(ours[one] ?? null) !== textOf(theirs[one] ?? null));
    if (name !== undefined) {
      return leafDifference(`${path}.${name}`, ours[name] ?? null, theirs[name] ?? null);
    }
  }
  return { where: path, ...cutOut(textOf(ours), textOf(theirs)) };
}

function isRecord(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return value !== null && typeof value === "object";
}

/** What stands around the first character that differs, in both. */
function cutOut(ours: string, theirs: string): { readonly asked: string; readonly recorded: string } {
  const at = firstDifference(ours, theirs);
  const cut = (text: string): string => {
    const [from, to] = [Math.max(0, at - AROUND), at + AROUND];
    const piece = `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
    return piece.startsWith('"') ? piece : JSON.stringify(piece);
  };
  return { asked: cut(ours), recorded: cut(theirs) };
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

function textOf(value: unknown): string {
  return canonicalJson(value as JsonValue);
}
