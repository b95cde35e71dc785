import { canonicalJson } from "../model/canonical_json.ts";
import type { JsonValue } from "../model/decision.ts";
import { sha256 } from "../model/hash.ts";
import type { ChatRequest } from "./chat_model.ts";

const KEYS = new WeakMap<ChatRequest, string>();

/**
 * The name of the answer to a request: SHA-256, in hex, of the whole request in its canonical form. The engine writes it
 * into the diary, a cassette finds the answer by it; it is reckoned once for each request.
 */
export function chatRequestKey(request: ChatRequest): string {
  const known = KEYS.get(request);
  if (known !== undefined) return known;
  const key = sha256(canonicalJson(request as unknown as JsonValue));
  KEYS.set(request, key);
  return key;
}
