import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { answerOf, chatRequestOf } from "../testing/chat.ts";
import { ScriptedModel } from "../testing/scripted_model.ts";
import { chatModelContract } from "../ports/chat_model_contract.ts";
import { chatRequestKey } from "../ports/chat_request_key.ts";
import { MeteredModel } from "./metered_model.ts";

const { signal: never } = new AbortController();

chatModelContract("metered model", () => {
  const model = new MeteredModel(new ScriptedModel([answerOf("a"), answerOf("b")]), never);
  return Promise.resolve({ model, dispose: () => Promise.resolve() });
});

Deno.test("it adds up what every question took; what was not asked takes nothing", async () => {
  const call = { id: "1", name: "look", argumentsText: "x".repeat(600) };
  const { tokens } = answerOf("");
  const model = new MeteredModel(
    new ScriptedModel([
      { status: "capped", reason: "nothing is left" },
      answerOf("", { toolCalls: [call] }),
      { status: "failed", reason: "no net", tokens, costUsd: 0.02, latencyMs: 5 },
    ]),
    never,
  );
  await model.ask(chatRequestOf(), never);
  strictEqual(model.use, null);
  await model.ask(chatRequestOf({ sample: 1 }), never);
  await model.ask(chatRequestOf({ sample: 2 }), never);
  deepStrictEqual(model.use, {
    toolCalls: [{ name: "look", arguments: `${"x".repeat(499)}…` }],
    costUsd: 0.03,
    latencyMs: 1005,
    tokens: { fresh: 200, cacheRead: 0, cacheWrite: 0, output: 40 },
    cassetteKeys: [1, 2].map((sample) => chatRequestKey(chatRequestOf({ sample }))),
  });
});

Deno.test("it is raced against the run's signal, whatever signal the question brings", async () => {
  const controller = new AbortController();
  const deaf = { ask: () => new Promise<never>(() => {}) };
  const model = new MeteredModel(deaf, controller.signal);
  const asked = model.ask(chatRequestOf(), never);
  controller.abort();
  deepStrictEqual(await asked, { status: "aborted" });
  deepStrictEqual(await model.ask(chatRequestOf(), never), { status: "aborted" });
  strictEqual(model.use, null);
});
