import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson } from "../model/canonical_json.ts";
import type { JsonValue } from "../model/decision.ts";
import type { ChatAnswer, ChatModel } from "../ports/chat_model.ts";
import { chatModelContract } from "../ports/chat_model_contract.ts";
import { answerOf, chatRequestOf } from "../testing/chat.ts";
import { ScriptedModel } from "../testing/scripted_model.ts";
import { CappedModel, type ModelCap } from "./capped_model.ts";

const NEVER = new AbortController().signal;
const REQUEST = chatRequestOf({
  parameters: { maxTokens: 100, temperature: null, reasoningEffort: null, options: {} },
});
const BYTES = canonicalJson(REQUEST as unknown as JsonValue).length;
const WORST = BYTES + 100;
const PRICE = { fresh: 1, cacheRead: 0.5, cacheWrite: 2, output: 10 };

async function statuses(cap: ModelCap, answers: readonly ChatAnswer[], asked: number): Promise<string[]> {
  const model = new CappedModel(new ScriptedModel(answers), cap);
  const said: string[] = [];
  for (let index = 0; index < asked; index++) said.push((await model.ask(REQUEST, NEVER)).status);
  return said;
}

chatModelContract("a capped model", () => {
  const model = new CappedModel(new ScriptedModel([answerOf("a"), answerOf("b")]), {
    unit: "tokens",
    limit: 1e9,
  });
  return Promise.resolve({ model, dispose: () => Promise.resolve() });
});

Deno.test("a question that could go past the cap is not asked; what it took less is given back", async () => {
  const answer = answerOf("a");
  const limit = WORST + 120;
  // The first takes 120 of the tokens, so the second fits exactly; the third does not.
  deepStrictEqual(await statuses({ unit: "tokens", limit }, [answer, answer], 3), [
    "answered",
    "answered",
    "capped",
  ]);
  deepStrictEqual(await statuses({ unit: "tokens", limit: WORST - 1 }, [answer], 1), ["capped"]);
});

Deno.test("in money: the worst case is every byte at the dearest price of a prompt and the longest answer", async () => {
  const worst = (BYTES * 2 + 100 * 10) / 1e6;
  const answer = answerOf("a", { costUsd: 0.0001 });
  deepStrictEqual(await statuses({ unit: "USD", limit: worst, price: PRICE }, [answer], 2), [
    "answered",
    "capped",
  ]);
  deepStrictEqual(await statuses({ unit: "USD", limit: worst - 1e-9, price: PRICE }, [answer], 1), [
    "capped",
  ]);
  const model = new CappedModel(new ScriptedModel([]), { unit: "USD", limit: 0, price: PRICE });
  const capped = await model.ask(REQUEST, NEVER);
  ok(capped.status === "capped");
  match(
    capped.reason,
    /^0\.0000 USD of 0\.0000 USD are spent or set aside; this question could take 0\.00\d\d USD$/,
  );
});

Deno.test("a failure counts as what it took, attempts that nobody metered as their worst case", async () => {
  const { tokens, costUsd, latencyMs } = answerOf("");
  const failed = { status: "failed", reason: "down", tokens, costUsd, latencyMs } as const;
  const limit = 2 * WORST;
  deepStrictEqual(await statuses({ unit: "tokens", limit }, [failed, failed], 2), ["failed", "failed"]);
  deepStrictEqual(await statuses({ unit: "tokens", limit }, [{ ...failed, unmetered: 1 }, failed], 2), [
    "failed",
    "capped",
  ]);
});

Deno.test("an aborted call keeps its worst case, one that was not asked gives it back", async () => {
  const aborted: ChatModel = { ask: () => Promise.resolve({ status: "aborted" }) };
  const unrecorded: ChatModel = { ask: () => Promise.resolve({ status: "unrecorded", reason: "none" }) };
  for (const [model, second] of [[aborted, "capped"], [unrecorded, "unrecorded"]] as const) {
    const capped = new CappedModel(model, { unit: "tokens", limit: WORST });
    await capped.ask(REQUEST, NEVER);
    strictEqual((await capped.ask(REQUEST, NEVER)).status, second);
  }
});

Deno.test("whatever the answers take, never more than the cap is spent, but for answers beyond their worst case", () => {
  const taken = fc.array(fc.record({ fresh: fc.nat(BYTES), output: fc.nat(100) }), { maxLength: 30 });
  return fc.assert(fc.asyncProperty(taken, fc.nat(5000), async (uses, limit) => {
    const answers = uses.map((use) => answerOf("a", { tokens: { cacheRead: 0, cacheWrite: 0, ...use } }));
    const said = await statuses({ unit: "tokens", limit }, answers, uses.length);
    let spent = 0;
    let given = 0;
    for (const status of said) if (status === "answered") spent += uses[given].fresh + uses[given++].output;
    ok(spent <= limit);
  }));
});
