import { canonicalJson } from "./canonical_json.ts";
import type { JsonValue } from "./decision.ts";
import { sha256 } from "./hash.ts";

/**
 * A run's key: a hash of everything that can change a decision or a fill (agent, settings, assets, seed) and of
 * nothing else. Fields may come in any order.
 */
export function runKey(settings: { readonly [name: string]: JsonValue }): string {
  return sha256(canonicalJson(settings)).slice(0, 32);
}
