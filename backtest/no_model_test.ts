import { deepStrictEqual } from "node:assert/strict";
import { chatModelContract } from "../engine/ports/chat_model_contract.ts";
import { NO_TOKENS } from "../engine/mod.ts";
import { NoModel } from "./no_model.ts";

chatModelContract("no model", () => {
  return Promise.resolve({ model: new NoModel(), dispose: () => Promise.resolve() });
});

Deno.test("every question is answered by saying that there is no model", async () => {
  const request = {
    provider: "none",
    model: "none",
    messages: [],
    tools: [],
    responseSchema: null,
    parameters: { maxTokens: 1, temperature: null, reasoningEffort: null, options: {} },
    sample: 0,
  };
  const answer = await new NoModel().ask(request, new AbortController().signal);
  deepStrictEqual(answer, {
    status: "failed",
    reason: "this run has no model",
    tokens: NO_TOKENS,
    costUsd: 0,
    latencyMs: 0,
  });
});
