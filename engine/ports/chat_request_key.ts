import { canonicalJson } from "../model/canonical_json.ts";
import type { JsonValue } from "../model/decision.ts";
import { Sha256Prefix } from "../model/hash.ts";
import type { ChatMessage, ChatRequest } from "./chat_model.ts";

const KEYS = new WeakMap<ChatRequest, string>();
/** Texts of the parts that requests share: tools, schema and system message of a run, the earlier messages of a round. */
const SHARED = new WeakMap<object, string>();
/** What requests with this first message begin with: half of all that is hashed. */
const BEGINNINGS = new WeakMap<ChatMessage, Sha256Prefix>();

/**
 * The name of the answer to a request: SHA-256, in hex, of the whole request in its canonical form. The engine writes it
 * into the diary, a cassette finds the answer by it; it is reckoned once for each request.
 */
export function chatRequestKey(request: ChatRequest): string {
  const known = KEYS.get(request);
  if (known !== undefined) return known;
  const key = beginningOf(request).with(restOf(request));
  KEYS.set(request, key);
  return key;
}

/** `canonicalJson` of a request: what its key is the hash of. Parts that are the same object are written once. */
export function chatRequestText(request: ChatRequest): string {
  return beginningText(request) + restOf(request);
}

function beginningOf(request: ChatRequest): Sha256Prefix {
  const [first] = request.messages;
  if (first === undefined) return new Sha256Prefix(beginningText(request));
  const known = BEGINNINGS.get(first);
  if (known !== undefined) return known;
  const beginning = new Sha256Prefix(beginningText(request));
  BEGINNINGS.set(first, beginning);
  return beginning;
}

/** Messages come first in the alphabetical order of the fields, and the system's is the first of them. */
function beginningText({ messages: [first] }: ChatRequest): string {
  return `{"messages":[${first === undefined ? "" : sharedText(first)}`;
}

function restOf(request: ChatRequest): string {
  const { messages, model, parameters, provider, responseSchema, sample, tools } = request;
  const later = messages.slice(1).map((message) => `,${sharedText(message)}`).join("");
  const fields = [
    `${later}]`,
    `"model":${JSON.stringify(model)}`,
    `"parameters":${sharedText(parameters)}`,
    `"provider":${JSON.stringify(provider)}`,
    `"responseSchema":${responseSchema === null ? "null" : sharedText(responseSchema)}`,
    `"sample":${JSON.stringify(sample)}`,
    `"tools":${sharedText(tools)}`,
  ];
  return `${fields.join(",")}}`;
}

function sharedText(part: object): string {
  const known = SHARED.get(part);
  if (known !== undefined) return known;
  const text = canonicalJson(part as JsonValue);
  SHARED.set(part, text);
  return text;
}
