import { deepStrictEqual } from "node:assert/strict";
import type { ChatAnswer } from "../ports/chat_model.ts";
import { chatModelContract } from "../ports/chat_model_contract.ts";
import { ScriptedModel } from "./scripted_model.ts";

const ANSWER: ChatAnswer = {
  status: "answered",
  text: "hold",
  toolCalls: [{ id: "1", name: "look", argumentsText: "{}" }],
  inputTokens: 10,
  outputTokens: 1,
  costUsd: null,
  latencyMs: 0,
};

chatModelContract("scripted model with answers", () => {
  const model = new ScriptedModel([ANSWER, { status: "failed", reason: "no net" }, ANSWER]);
  return Promise.resolve({ model, dispose: () => Promise.resolve() });
});

chatModelContract("scripted model that thinks until it is told to stop", () => {
  return Promise.resolve({ model: new ScriptedModel(), dispose: () => Promise.resolve() });
});

Deno.test("it gives its answers in their order and keeps what it was asked", async () => {
  const model = new ScriptedModel([ANSWER, { status: "failed", reason: "no net" }]);
  const { signal } = new AbortController();
  const request = {
    messages: [],
    tools: [],
    responseSchema: null,
    maxTokens: 1,
    temperature: null,
    sample: 0,
  };
  deepStrictEqual(await model.ask(request, signal), ANSWER);
  deepStrictEqual(await model.ask({ ...request, sample: 1 }, signal), { status: "failed", reason: "no net" });
  deepStrictEqual(model.requests.map(({ sample }) => sample), [0, 1]);
});
