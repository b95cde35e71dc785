import assert from "node:assert/strict";
import { type ChatAnswer, type ChatModel, chatRequestKey } from "../../engine/mod.ts";
import { chatModelContract } from "../../engine/ports/chat_model_contract.ts";
import { CassetteModel } from "./cassette_model.ts";
import { answerOf, failureOf, MemoryStore, requestOf } from "./testing/memory_store.ts";

/** Gives these answers in turn, and counts. */
class Sequence implements ChatModel {
  asked = 0;
  readonly #answers: readonly ChatAnswer[];

  constructor(answers: readonly ChatAnswer[]) {
    this.#answers = answers;
  }

  ask(_request: unknown, signal: AbortSignal): Promise<ChatAnswer> {
    const answer = this.#answers[this.asked++ % this.#answers.length];
    return Promise.resolve(signal.aborted ? { status: "aborted" } : answer);
  }
}

const NEVER = new AbortController().signal;

chatModelContract("a cassette that records", () => {
  const model = new Sequence([answerOf("a"), failureOf("b")]);
  return Promise.resolve({
    model: new CassetteModel({ store: new MemoryStore(), model, reads: false }),
    dispose: () => Promise.resolve(),
  });
});

chatModelContract("a cassette that replays nothing", () =>
  Promise.resolve({
    model: new CassetteModel({ store: new MemoryStore(), model: null, reads: true }),
    dispose: () => Promise.resolve(),
  }));

Deno.test("what was recorded is replayed, failures included, without anybody being asked", async () => {
  const store = new MemoryStore();
  const recorder = new CassetteModel({
    store,
    model: new Sequence([answerOf("a"), failureOf("down")]),
    reads: false,
  });
  const player = new CassetteModel({ store, model: null, reads: true });
  for (const request of [requestOf(), requestOf({ sample: 1 })]) {
    const recorded = await recorder.ask(request, NEVER);
    assert.deepEqual(await player.ask(structuredClone(request), NEVER), recorded);
  }
  assert.equal(store.entries.size, 2);
});

Deno.test("recording asks again for what earlier runs had, but one run gives one answer to one question", async () => {
  const store = new MemoryStore();
  const model = new Sequence([answerOf("new"), answerOf("newer")]);
  const request = requestOf();
  store.keep({ key: chatRequestKey(request), request: "{}", answer: answerOf("old") });
  const recorder = new CassetteModel({ store, model, reads: false });
  const texts = [];
  for (let time = 0; time < 3; time++) {
    const answer = await recorder.ask(structuredClone(request), NEVER);
    texts.push(answer.status === "answered" && answer.text);
  }
  assert.deepEqual([texts, model.asked], [["new", "new", "new"], 1]);
});

Deno.test("auto asks only for what is not recorded, and again where an earlier run failed", async () => {
  const store = new MemoryStore();
  const [known, failed, unknown] = [requestOf(), requestOf({ sample: 1 }), requestOf({ sample: 2 })];
  store.keep({ key: chatRequestKey(known), request: "{}", answer: answerOf("known") });
  store.keep({ key: chatRequestKey(failed), request: "{}", answer: failureOf("down") });
  const model = new Sequence([answerOf("asked")]);
  const auto = new CassetteModel({ store, model, reads: true });
  const texts = [];
  for (const request of [known, failed, unknown]) {
    const answer = await auto.ask(request, NEVER);
    texts.push(answer.status === "answered" && answer.text);
  }
  assert.deepEqual([texts, model.asked], [["known", "asked", "asked"], 2]);
});

Deno.test("an answer is used as it will be read: what JSON does not carry is not in it", async () => {
  const answer = { ...answerOf("a"), unmetered: undefined, raw: { odd: -0 } };
  const recorder = new CassetteModel({
    store: new MemoryStore(),
    model: new Sequence([answer]),
    reads: false,
  });
  const given = await recorder.ask(requestOf(), NEVER);
  assert.deepEqual(given, JSON.parse(JSON.stringify(answer)));
  assert.ok(!("unmetered" in given));
});

Deno.test("an answer is kept before it is given, and not given where it cannot be kept", async () => {
  const store = new MemoryStore();
  store.keep = () => {
    throw new Error("the disk is full");
  };
  const recorder = new CassetteModel({ store, model: new Sequence([answerOf("a")]), reads: false });
  await assert.rejects(recorder.ask(requestOf(), NEVER), { message: "the disk is full" });
});

Deno.test("an aborted question is not recorded", async () => {
  const store = new MemoryStore();
  const recorder = new CassetteModel({ store, model: new Sequence([{ status: "aborted" }]), reads: false });
  assert.deepEqual(await recorder.ask(requestOf(), NEVER), { status: "aborted" });
  assert.equal(store.entries.size, 0);
});

Deno.test("the key is of the entire request: each part of it makes another", () => {
  const base = requestOf();
  const others = [
    { provider: "x" },
    { model: "x" },
    { messages: [...base.messages, { role: "user", text: "" }] },
    { tools: [{ name: "a", description: "", parameters: null }] },
    { responseSchema: { name: "a", schema: null } },
    { parameters: { ...base.parameters, temperature: 0 } },
    { sample: 1 },
  ] as const;
  const keys = [base, ...others.map((other) => requestOf(other))].map(chatRequestKey);
  assert.equal(new Set(keys).size, others.length + 1);
});

Deno.test("a damaged answer is told with the miss", async () => {
  const store = new MemoryStore();
  store.damaged.add("a/b.cassette");
  const answer = await new CassetteModel({ store, model: null, reads: true }).ask(requestOf(), NEVER);
  assert.ok(answer.status === "unrecorded");
  assert.match(
    answer.reason,
    /; damaged: a\/b\.cassette; --llm auto asks the model for what is not recorded$/,
  );
});
