import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { CallCost, ChatAnswer, ChatModel, ChatRequest } from "./chat_model.ts";

/** A model under test. */
export interface ChatModelUnderTest {
  /** It answers, or fails, every request; it need not answer soon. */
  readonly model: ChatModel;
  dispose(): Promise<void>;
}

const REQUEST: ChatRequest = {
  provider: "a-provider",
  model: "a-model",
  messages: [
    { role: "system", text: "You trade." },
    { role: "user", text: "What now? 東京 \u2028 \ud83d" },
    { role: "assistant", text: "", toolCalls: [{ id: "1", name: "look", argumentsText: "{not json" }] },
    { role: "tool", text: "42", toolCallId: "1" },
  ],
  tools: [{ name: "look", description: "looks", parameters: { type: "object", properties: {} } }],
  responseSchema: { name: "answer", schema: { type: "object" } },
  parameters: { maxTokens: 100, temperature: null, reasoningEffort: null, options: {} },
  sample: 0,
};
const OTHER: ChatRequest = {
  ...REQUEST,
  tools: [],
  responseSchema: null,
  parameters: { maxTokens: 100, temperature: 0.5, reasoningEffort: "high", options: { sort: "price" } },
  sample: 3,
};

/** What a model of any kind must do; registers one test for each promise. */
export function chatModelContract(name: string, make: () => Promise<ChatModelUnderTest>): void {
  const promise = (what: string, check: (model: ChatModel) => Promise<void>): void => {
    Deno.test(`${name}: ${what}`, async () => {
      const { model, dispose } = await make();
      try {
        await check(model);
      } finally {
        await dispose();
      }
    });
  };
  promise("an answer has its figures, a failure its reason", async (model) => {
    for (const request of [REQUEST, OTHER]) checkAnswer(await askBriefly(model, request));
  });
  promise("a signal that was aborted before: aborted, and nothing was asked", async (model) => {
    deepStrictEqual(await model.ask(REQUEST, AbortSignal.abort()), { status: "aborted" });
  });
  promise("a signal that is aborted meanwhile ends the call", async (model) => {
    const controller = new AbortController();
    const asked = model.ask(REQUEST, controller.signal);
    controller.abort();
    checkAnswer(await asked);
  });
  promise("a signal that is aborted after the answer changes nothing", async (model) => {
    const controller = new AbortController();
    const answer = await Promise.race([model.ask(REQUEST, controller.signal), later(controller)]);
    controller.abort();
    checkAnswer(answer);
  });
  promise("does not change what it was asked", async (model) => {
    const before = structuredClone(REQUEST);
    await askBriefly(model, deepFreeze(structuredClone(REQUEST)));
    deepStrictEqual(REQUEST, before);
  });
  promise("several may be asked at once", async (model) => {
    const answers = await Promise.all([REQUEST, OTHER, REQUEST].map((request) => askBriefly(model, request)));
    answers.forEach(checkAnswer);
  });
}

/** Asks, and gives up soon: a model that is still thinking then must say it was aborted. */
function askBriefly(model: ChatModel, request: ChatRequest): Promise<ChatAnswer> {
  const controller = new AbortController();
  const asked = model.ask(request, controller.signal);
  return Promise.race([asked, later(controller).then(() => asked)]);
}

/** Aborts after a moment, in which a model that has its answer at hand gives it. */
async function later(controller: AbortController): Promise<ChatAnswer> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  controller.abort();
  return { status: "aborted" };
}

function checkAnswer(answer: ChatAnswer): void {
  switch (answer.status) {
    case "answered":
      strictEqual(typeof answer.text, "string");
      ok(Array.isArray(answer.toolCalls));
      ok(["stop", "tools", "length", "filtered", "other"].includes(answer.finish));
      strictEqual(typeof (answer.servedModel ?? ""), "string");
      deepStrictEqual(JSON.parse(JSON.stringify(answer.raw)), answer.raw);
      for (const call of answer.toolCalls) {
        deepStrictEqual(Object.values(call).map((value) => typeof value), ["string", "string", "string"]);
      }
      return checkCost(answer);
    case "failed":
      ok(answer.reason.length > 0);
      return checkCost(answer);
    case "capped":
    case "abandoned":
    case "unrecorded":
    case "unusable":
      ok(answer.reason.length > 0);
      return;
    case "aborted":
      deepStrictEqual(answer, { status: "aborted" });
  }
}

function checkCost({ tokens, costUsd, latencyMs }: CallCost): void {
  deepStrictEqual(Object.keys(tokens).sort(), ["cacheRead", "cacheWrite", "fresh", "output"]);
  for (const count of Object.values(tokens)) ok(Number.isInteger(count) && count >= 0);
  ok(Number.isFinite(latencyMs) && latencyMs >= 0);
  ok(costUsd === null || costUsd >= 0);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
