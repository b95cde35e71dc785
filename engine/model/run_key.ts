import type { JsonValue } from "./decision.ts";
import { sha256 } from "./hash.ts";

/**
 * A run's key: a hash of everything that can change a decision or a fill (agent, settings, assets, seed) and of
 * nothing else. Fields may come in any order.
 */
export function runKey(settings: { readonly [name: string]: JsonValue }): string {
  return sha256(canonical(settings)).slice(0, 32);
}

/** JSON with the fields of every object in alphabetical order. */
function canonical(value: JsonValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${fields.join(",")}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
