import assert from "node:assert/strict";
import type { ChatAnswer, ChatModel } from "../engine/mod.ts";
import { chatModelContract } from "../engine/ports/chat_model_contract.ts";
import { requestOf } from "./cassette/testing/memory_store.ts";
import { InterruptedModel } from "./interrupted_model.ts";

/** Thinks until it is told to stop. */
const thinker: ChatModel = {
  ask: (_request, signal) =>
    new Promise<ChatAnswer>((resolve) => {
      if (signal.aborted) return resolve({ status: "aborted" });
      signal.addEventListener("abort", () => resolve({ status: "aborted" }), { once: true });
    }),
};

chatModelContract("a model that may be interrupted", () => {
  const model = new InterruptedModel(thinker, new AbortController().signal);
  return Promise.resolve({ model, dispose: () => Promise.resolve() });
});

Deno.test("the run's signal ends a question, one that is asked later too", async () => {
  const run = new AbortController();
  const model = new InterruptedModel(thinker, run.signal);
  const asking = model.ask(requestOf(), new AbortController().signal);
  run.abort();
  assert.deepEqual(await asking, { status: "aborted" });
  assert.deepEqual(await model.ask(requestOf(), new AbortController().signal), { status: "aborted" });
});

Deno.test("each question is ended by its own signal, whatever was given with the one before", async () => {
  const model = new InterruptedModel(thinker, new AbortController().signal);
  const [first, second] = [new AbortController(), new AbortController()];
  const asking = [model.ask(requestOf(), first.signal), model.ask(requestOf(), second.signal)];
  second.abort();
  assert.deepEqual(await asking[1], { status: "aborted" });
  first.abort();
  assert.deepEqual(await asking[0], { status: "aborted" });
});
