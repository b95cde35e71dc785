import assert from "node:assert/strict";
import {
  canonicalJson,
  type ChatAnswer,
  type ChatModel,
  chatRequestKey,
  type JsonValue,
} from "../engine/mod.ts";
import { answerOf, MemoryStore, requestOf } from "./cassette/testing/memory_store.ts";
import { composeModel } from "./compose_model.ts";

const REST = {
  remedies: { key: "a key", credit: "credit", model: "a model", host: "a host" },
  clock: { now: () => 0 },
  onAbandoned: () => undefined,
};
const NEVER = new AbortController().signal;
const fresh: ChatModel = { ask: () => Promise.resolve(answerOf("fresh")) };

/** The text of the answer to a recorded question and to a new one, or what became of it; and what is kept then. */
async function played(answers: string, model: ChatModel | null): Promise<readonly unknown[]> {
  const store = new MemoryStore();
  const request = canonicalJson(requestOf() as unknown as JsonValue);
  store.keep({ key: chatRequestKey(requestOf()), request, answer: answerOf("recorded") });
  const composed = composeModel(answers, { store, model, cap: null, ...REST });
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
    const model = composeModel(answers, {
      store,
      model: fresh,
      cap: { unit: "tokens", limit: 600 },
      ...REST,
    });
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

/** A model that answers so often, and then finds its key refused. */
function refusedAfter(answers: number): ChatModel {
  let left = answers;
  const { tokens, costUsd, latencyMs } = answerOf("");
  const refused: ChatAnswer = {
    ...{ status: "failed", reason: "401 no such key", obstacle: "key" } as const,
    ...{ tokens, costUsd, latencyMs },
  };
  return { ask: () => Promise.resolve(left-- > 0 ? answerOf("fresh") : refused) };
}

Deno.test("what ends a run at its first call is not recorded: a replay says that nothing is", async () => {
  for (const answers of ["record", "auto", "live"]) {
    const store = new MemoryStore();
    const model = composeModel(answers, { store, model: refusedAfter(0), cap: null, ...REST });
    const answer = await model.ask(requestOf(), NEVER);
    assert.ok(answer.status === "unusable" && answer.reason.endsWith("401 no such key; wanted a key"));
    assert.equal(store.entries.size, 0);
  }
});

Deno.test("a replay abandons a model where its recording did", async () => {
  const said = async (answers: string, store: MemoryStore, model: ChatModel | null) => {
    const told: string[] = [];
    const onAbandoned = (reason: string): void => void told.push(reason);
    const composed = composeModel(answers, { store, model, cap: null, ...REST, onAbandoned });
    const statuses = [];
    for (let sample = 0; sample < 9; sample++) {
      statuses.push((await composed.ask(requestOf({ sample }), NEVER)).status);
    }
    return [...statuses, ...told];
  };
  const store = new MemoryStore();
  const recording = await said("record", store, refusedAfter(2));
  assert.deepEqual(recording, [
    ...["answered", "answered", ...Array(5).fill("failed"), "abandoned", "abandoned"],
    "401 no such key",
  ]);
  assert.deepEqual(await said("replay", store, null), recording);
});
