import { deepStrictEqual } from "node:assert/strict";
import { NO_TOKENS } from "../model/token_use.ts";
import type { ChatAnswer } from "../ports/chat_model.ts";
import { chatModelContract } from "../ports/chat_model_contract.ts";
import { answerOf, chatRequestOf } from "./chat.ts";
import { ScriptedModel } from "./scripted_model.ts";

const ANSWER = answerOf("hold", { toolCalls: [{ id: "1", name: "look", argumentsText: "{}" }] });
const FAILED: ChatAnswer = {
  status: "failed",
  reason: "no net",
  tokens: NO_TOKENS,
  costUsd: null,
  latencyMs: 5,
};
const CAPPED: ChatAnswer = { status: "capped", reason: "0.01 USD are left" };
const UNRECORDED: ChatAnswer = { status: "unrecorded", reason: "model: a is not b" };

chatModelContract("scripted model with answers", () => {
  const model = new ScriptedModel([ANSWER, FAILED, ANSWER]);
  return Promise.resolve({ model, dispose: () => Promise.resolve() });
});

chatModelContract("scripted model that may not answer", () => {
  const model = new ScriptedModel([CAPPED, UNRECORDED, CAPPED]);
  return Promise.resolve({ model, dispose: () => Promise.resolve() });
});

chatModelContract("scripted model that thinks until it is told to stop", () => {
  return Promise.resolve({ model: new ScriptedModel(), dispose: () => Promise.resolve() });
});

Deno.test("it gives its answers in their order and keeps what it was asked", async () => {
  const model = new ScriptedModel([ANSWER, FAILED]);
  const { signal } = new AbortController();
  deepStrictEqual(await model.ask(chatRequestOf(), signal), ANSWER);
  deepStrictEqual(await model.ask(chatRequestOf({ sample: 1 }), signal), FAILED);
  deepStrictEqual(model.requests.map(({ sample }) => sample), [0, 1]);
});
