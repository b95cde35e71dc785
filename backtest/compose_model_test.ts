import assert from "node:assert/strict";
import { canonicalJson, type ChatModel, chatRequestKey, type JsonValue } from "../engine/mod.ts";
import { answerOf, MemoryStore, requestOf } from "./cassette/testing/memory_store.ts";
import { composeModel } from "./compose_model.ts";

const NEVER = new AbortController().signal;
const fresh: ChatModel = { ask: () => Promise.resolve(answerOf("fresh")) };

/** The text of the answer to a recorded question and to a new one, or what became of it; and what is kept then. */
async function played(answers: string, model: ChatModel | null): Promise<readonly unknown[]> {
  const store = new MemoryStore();
  const request = canonicalJson(requestOf() as unknown as JsonValue);
  store.keep({ key: chatRequestKey(requestOf()), request, answer: answerOf("recorded") });
  const composed = composeModel(answers, { store, model, cap: null });
  const said = [];
  for (const sample of [0, 1]) {
    const answer = await composed.ask(requestOf({ sample }), NEVER);
    said.push(answer.status === "answered" ? answer.text : answer.status);
  }
  return [...said, store.entries.size];
}

Deno.test("each source of answers is what its name says", async () => {
  assert.deepEqual(await played("replay", null), ["recorded", "unrecorded", 1]);
  assert.deepEqual(await played("record", fresh), ["fresh", "fresh", 2]);
  assert.deepEqual(await played("auto", fresh), ["recorded", "fresh", 2]);
  assert.deepEqual(await played("live", fresh), ["fresh", "fresh", 1]);
});

Deno.test("a replay is held by the cap where its recording was: recorded costs count", async () => {
  const statuses = async (answers: string, store: MemoryStore): Promise<string[]> => {
    const model = composeModel(answers, { store, model: fresh, cap: { unit: "tokens", limit: 600 } });
    const said = [];
    for (let sample = 0; sample < 40; sample++) {
      said.push((await model.ask(requestOf({ sample }), NEVER)).status);
    }
    return said;
  };
  const store = new MemoryStore();
  const recording = await statuses("record", store);
  assert.ok(recording.includes("answered") && recording.includes("capped"));
  assert.deepEqual(await statuses("replay", store), recording);
});
