import { canonicalJson } from "../model/canonical_json.ts";
import type { JsonValue } from "../model/decision.ts";
import { sha256 } from "../model/hash.ts";
import type { ChatRequest } from "./chat_model.ts";

const KEYS = new WeakMap<ChatRequest, string>();
/** Texts of the parts that every request of a run shares: most of the work. */
const SHARED = new WeakMap<object, string>();

/**
 * The name of the answer to a request: SHA-256, in hex, of the whole request in its canonical form. The engine writes it
 * into the diary, a cassette finds the answer by it; it is reckoned once for each request.
 */
export function chatRequestKey(request: ChatRequest): string {
  const known = KEYS.get(request);
  if (known !== undefined) return known;
  const key = sha256(requestText(request));
  KEYS.set(request, key);
  return key;
}

/** `canonicalJson` of the request, its fields by name. */
function requestText(request: ChatRequest): string {
  const { messages, model, parameters, provider, responseSchema, sample, tools } = request;
  const fields = [
    `"messages":${canonicalJson(messages as unknown as JsonValue)}`,
    `"model":${JSON.stringify(model)}`,
    `"parameters":${sharedText(parameters)}`,
    `"provider":${JSON.stringify(provider)}`,
    `"responseSchema":${responseSchema === null ? "null" : sharedText(responseSchema)}`,
    `"sample":${JSON.stringify(sample)}`,
    `"tools":${sharedText(tools)}`,
  ];
  return `{${fields.join(",")}}`;
}

function sharedText(part: object): string {
  const known = SHARED.get(part);
  if (known !== undefined) return known;
  const text = canonicalJson(part as JsonValue);
  SHARED.set(part, text);
  return text;
}
