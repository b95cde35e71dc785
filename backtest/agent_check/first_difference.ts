import type { DiaryEntry, JsonValue } from "../../engine/mod.ts";
import type { AgentAnswer } from "./check_harness.ts";

/** What a run under test leaves: what its agent answered, each before the lines that it led to. */
export type CheckItem = AgentAnswer | DiaryEntry;

/** The first value that is another one in two runs. */
export interface Difference {
  /** The decision time, ms. */
  readonly close: number;
  /** The asset that it is about; null: the run as a whole. */
  readonly asset: string | null;
  /** What is another one: a line of the diary or the agent's `answer`, and the field in it, such as `action`. */
  readonly entry: CheckItem["kind"];
  readonly field: string;
  /** What the run has that is held to be right, and the other one; null: it is not there. */
  readonly expected: JsonValue;
  readonly found: JsonValue;
}

type Fields = { readonly [name: string]: JsonValue };

/** The first place where `found` is not what stands in `expected`; null where there is none. */
export function firstDifference(
  expected: readonly CheckItem[],
  found: readonly CheckItem[],
): Difference | null {
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    const [wanted, got] = [expected[index], found[index]];
    const [wantedText, gotText] = [JSON.stringify(wanted), JSON.stringify(got)];
    if (wantedText !== gotText) return describe(parsed(wantedText), parsed(gotText));
  }
  return null;
}

function parsed(text: string | undefined): Fields | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}

function describe(wanted: Fields | undefined, got: Fields | undefined): Difference {
  const present = (wanted ?? got)!;
  const place = { close: Number(present.close), entry: present.kind as CheckItem["kind"] };
  const isOther = wanted === undefined || got === undefined || wanted.kind !== got.kind ||
    wanted.close !== got.close;
  if (isOther) {
    return { ...place, asset: null, field: "line", expected: nameOf(wanted), found: nameOf(got) };
  }
  const { path, asset, expected, found } = firstInside(wanted, got, { path: [], asset: null });
  const field = path.filter((part) => part !== "decided" && !/^\d+$/.test(part)).join(".");
  return { ...place, asset, field, expected, found };
}

/** A line by its kind and time, where one run has another line than the other. */
function nameOf(entry: Fields | undefined): JsonValue {
  if (entry === undefined) return null;
  const asset = typeof entry.asset === "string" ? ` ${entry.asset}` : "";
  return `${String(entry.kind)}${asset} at ${String(entry.close)}`;
}

interface Place {
  readonly path: readonly string[];
  readonly asset: string | null;
}

/** Goes down to the first value that differs; on the way it notes the asset that the value belongs to. */
function firstInside(
  wanted: JsonValue,
  got: JsonValue,
  place: Place,
): Place & { readonly expected: JsonValue; readonly found: JsonValue } {
  if (!isFields(wanted) || !isFields(got) || Array.isArray(wanted) !== Array.isArray(got)) {
    return { ...place, expected: wanted, found: got };
  }
  const asset = assetOf(wanted) ?? assetOf(got) ?? place.asset;
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(got)])];
  const name = names.find((one) => JSON.stringify(wanted[one]) !== JSON.stringify(got[one])) ?? "";
  const inside = { path: [...place.path, name], asset };
  return firstInside(wanted[name] ?? null, got[name] ?? null, inside);
}

function isFields(value: JsonValue): value is Fields {
  return typeof value === "object" && value !== null;
}

function assetOf(fields: Fields): string | null {
  return typeof fields.asset === "string" ? fields.asset : null;
}
