import type { JsonValue } from "../../engine/mod.ts";

/** A value that is another one in two versions of the same thing. */
export interface Difference {
  /** Names of fields and places in lists, from the outside in. */
  readonly path: readonly string[];
  /** Null where it is not there. */
  readonly recorded: JsonValue;
  readonly replayed: JsonValue;
}

type Fields = { readonly [name: string]: JsonValue };

/** Every value that differs, in the order of the fields; a part that only one side has is one difference. */
export function* differences(
  recorded: JsonValue | undefined,
  replayed: JsonValue | undefined,
  path: readonly string[] = [],
): Generator<Difference, void, void> {
  if (Object.is(recorded, replayed)) return;
  if (!isBranch(recorded) || !isBranch(replayed) || Array.isArray(recorded) !== Array.isArray(replayed)) {
    yield { path, recorded: recorded ?? null, replayed: replayed ?? null };
    return;
  }
  for (const name of new Set([...Object.keys(recorded), ...Object.keys(replayed)])) {
    yield* differences(recorded[name], replayed[name], [...path, name]);
  }
}

function isBranch(value: JsonValue | undefined): value is Fields {
  return typeof value === "object" && value !== null;
}
