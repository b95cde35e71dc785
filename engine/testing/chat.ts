import type { Answered, ChatRequest } from "../ports/chat_model.ts";

/** A question without tools to a model that does not exist. */
export function chatRequestOf(given: Partial<ChatRequest> = {}): ChatRequest {
  return {
    provider: "scripted",
    model: "scripted",
    messages: [{ role: "user", text: "What now?" }],
    tools: [],
    responseSchema: null,
    parameters: { maxTokens: 1000, temperature: null, reasoningEffort: null, options: {} },
    sample: 0,
    ...given,
  };
}

/** An answer that took 100 fresh tokens, 20 of output, 1,000 ms and a cent. */
export function answerOf(text: string, given: Partial<Answered> = {}): Answered {
  return {
    status: "answered",
    text,
    toolCalls: [],
    finish: given.toolCalls === undefined ? "stop" : "tools",
    servedModel: "scripted",
    raw: null,
    tokens: { fresh: 100, cacheRead: 0, cacheWrite: 0, output: 20 },
    costUsd: 0.01,
    latencyMs: 1000,
    ...given,
  };
}
