import { match, strictEqual } from "node:assert/strict";
import { canonicalJson } from "../model/canonical_json.ts";
import type { JsonValue } from "../model/decision.ts";
import { sha256 } from "../model/hash.ts";
import type { ChatRequest } from "./chat_model.ts";
import { chatRequestKey, chatRequestText } from "./chat_request_key.ts";

const REQUEST: ChatRequest = {
  provider: "openrouter",
  model: "a/model",
  messages: [
    { role: "user", text: "What now?" },
    { role: "assistant", text: "", toolCalls: [{ id: "1", name: "look", argumentsText: "{}" }] },
    { role: "tool", text: "42", toolCallId: "1" },
  ],
  tools: [{ name: "look", description: "looks", parameters: { type: "object" } }],
  responseSchema: { name: "decisions", schema: { type: "object" } },
  parameters: { maxTokens: 100, temperature: null, reasoningEffort: null, options: {} },
  sample: 0,
};

Deno.test("a key is 64 hex characters, the same for the same request in any order of its fields", () => {
  match(chatRequestKey(REQUEST), /^[0-9a-f]{64}$/);
  const reversed = Object.fromEntries(Object.entries(structuredClone(REQUEST)).reverse());
  strictEqual(chatRequestKey(reversed as unknown as ChatRequest), chatRequestKey(REQUEST));
});

Deno.test("a key is the hash of the request's canonical JSON, whole", () => {
  for (
    const request of [
      REQUEST,
      { ...REQUEST, responseSchema: null, tools: [], sample: 3 },
      // It begins with the same object as the first one.
      { ...REQUEST, messages: [REQUEST.messages[0], { role: "user", text: "é 🙂 \ud83d" } as const] },
      { ...REQUEST, messages: [] },
    ]
  ) {
    strictEqual(chatRequestText(request), canonicalJson(request as unknown as JsonValue));
    strictEqual(chatRequestKey(request), sha256(canonicalJson(request as unknown as JsonValue)));
  }
});

Deno.test("whatever makes an answer makes another key", () => {
  const [user, assistant, tool] = REQUEST.messages;
  const { parameters } = REQUEST;
  const others: readonly Partial<ChatRequest>[] = [
    { provider: "openai" },
    { model: "another/model" },
    { messages: [user, assistant] },
    { messages: [user, assistant, { ...tool, text: "43" }] },
    { messages: [user, assistant, { ...tool, toolCallId: "2" }] },
    { messages: [{ ...user, role: "system" }, assistant, tool] },
    {
      messages: [user, {
        ...assistant,
        toolCalls: [{ id: "1", name: "look", argumentsText: "{ }" }],
      }, tool],
    },
    { tools: [] },
    { tools: [{ ...REQUEST.tools[0], description: "gazes" }] },
    { responseSchema: null },
    { responseSchema: { name: "decisions", schema: {} } },
    { parameters: { ...parameters, maxTokens: 101 } },
    { parameters: { ...parameters, temperature: 0 } },
    { parameters: { ...parameters, reasoningEffort: "high" } },
    { parameters: { ...parameters, options: { order: ["x"] } } },
    { sample: 1 },
  ];
  const keys = [REQUEST, ...others.map((other) => ({ ...REQUEST, ...other }))].map(chatRequestKey);
  strictEqual(new Set(keys).size, others.length + 1);
});
