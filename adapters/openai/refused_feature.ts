import type { Feature } from "./chat_wire.ts";

/** Statuses with which providers refuse a field of a request. */
const REFUSALS = [400, 404, 415, 422, 501];

/** How each feature is named when it is refused; the first that fits is given up, and a weaker one is tried. */
const WORDS: readonly (readonly [feature: Feature, words: RegExp])[] = [
  ["max_completion_tokens", /max_completion_tokens/i],
  ["json_schema", /json_schema|structured output/i],
  ["response_format", /response_format|json_object|json mode/i],
  ["tools", /\btools?\b|tool_choice|tool use|function call/i],
  ["temperature", /temperature/i],
  ["reasoning", /reasoning/i],
];

/**
 * The feature that an error says the provider does not take, of those that were sent; null: it is about something
 * else. A provider that names `response_format` only is asked for any JSON first, then for none.
 */
export function refusedFeature(
  { status, message }: { readonly status: number | null; readonly message: string },
  sent: ReadonlySet<Feature>,
): Feature | null {
  if (status === null || !REFUSALS.includes(status)) return null;
  for (const [feature, words] of WORDS) {
    if (!words.test(message)) continue;
    if (feature === "response_format" && sent.has("json_schema")) return "json_schema";
    if (sent.has(feature)) return feature;
  }
  return null;
}
