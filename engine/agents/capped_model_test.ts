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
const CLOCK = { now: () => 0 };
const PRICE = { fresh: 1, cacheRead: 0.5, cacheWrite: 2, output: 10 };

async function statuses(cap: ModelCap, answers: readonly ChatAnswer[], asked: number): Promise<string[]> {
  const model = new CappedModel(new ScriptedModel(answers), cap, CLOCK);
  const said: string[] = [];
  for (let index = 0; index < asked; index++) said.push((await model.ask(REQUEST, NEVER)).status);
  return said;
}

chatModelContract("a capped model", () => {
  const model = new CappedModel(new ScriptedModel([answerOf("a"), answerOf("b")]), {
    unit: "tokens",
    limit: 1e9,
  }, CLOCK);
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
  const model = new CappedModel(new ScriptedModel([]), { unit: "USD", limit: 0, price: PRICE }, CLOCK);
  const capped = await model.ask(REQUEST, NEVER);
  ok(capped.status === "capped");
  match(
    capped.reason,
    /^0\.0000 USD of 0\.0000 USD in this run are spent or set aside; this question could take 0\.00\d\d USD$/,
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
    const capped = new CappedModel(model, { unit: "tokens", limit: WORST }, CLOCK);
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

const DAY = 86_400_000;

/** What became of questions at these moments (ms), each answer taking `costUsd`. */
async function statusesAt(
  moments: readonly number[],
  cap: Pick<Extract<ModelCap, { readonly unit: "USD" }>, "limit" | "perDay">,
  costUsd: number,
): Promise<string[]> {
  const clock = { now: () => now };
  let now = 0;
  const model = new CappedModel(
    { ask: () => Promise.resolve(answerOf("a", { costUsd })) },
    { unit: "USD", price: PRICE, ...cap },
    clock,
  );
  const said: string[] = [];
  for (now of moments) said.push((await model.ask(REQUEST, NEVER)).status);
  return said;
}

const WORST_USD = (BYTES * 2 + 100 * 10) / 1e6;

Deno.test("a cap of a day holds until the next UTC day of the market, a cap of the run for good", async () => {
  const moments = [0, DAY - 1, DAY - 1, DAY, DAY + 1, 3 * DAY];
  const perDay = WORST_USD * 1.5;
  const cost = WORST_USD * 0.5;
  deepStrictEqual(await statusesAt(moments, { limit: null, perDay }, cost), [
    ...["answered", "answered", "capped"],
    ...["answered", "answered", "answered"],
  ]);
  deepStrictEqual(await statusesAt(moments, { limit: WORST_USD * 2.1, perDay }, cost), [
    ...["answered", "answered", "capped"],
    ...["answered", "capped", "capped"],
  ]);
});

Deno.test("an answer that comes after midnight is charged to the day it was asked for", async () => {
  let now = DAY - 1;
  let costUsd = 0;
  const model = new CappedModel(
    {
      ask: () => {
        const answer = answerOf("a", { costUsd });
        // What the first one leaves of its worst case is the first day's.
        [now, costUsd] = [DAY, WORST_USD];
        return Promise.resolve(answer);
      },
    },
    { unit: "USD", limit: null, perDay: WORST_USD, price: PRICE },
    { now: () => now },
  );
  const said = [];
  for (let index = 0; index < 3; index++) said.push((await model.ask(REQUEST, NEVER)).status);
  deepStrictEqual(said, ["answered", "answered", "capped"]);
});

Deno.test("a full day is said as such", async () => {
  const cap = { unit: "USD", limit: 5, perDay: 0, price: PRICE } as const;
  const capped = await new CappedModel(new ScriptedModel([]), cap, CLOCK).ask(REQUEST, NEVER);
  ok(capped.status === "capped");
  match(capped.reason, /^0\.0000 USD of 0\.0000 USD today \(UTC\) are spent or set aside; /);
});

Deno.test("whatever answers cost, no day takes more than its cap, and days have the same again", () => {
  const questions = fc.array(
    fc.record({ wait: fc.nat(DAY), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    {
      maxLength: 40,
    },
  );
  return fc.assert(
    fc.asyncProperty(questions, fc.double({ min: 0, max: 5, noNaN: true }), async (asked, worsts) => {
      const perDay = worsts * WORST_USD;
      const spent = new Map<number, number>();
      let [now, share] = [0, 0];
      const model = new CappedModel(
        { ask: () => Promise.resolve(answerOf("a", { costUsd: share * WORST_USD })) },
        { unit: "USD", limit: null, perDay, price: PRICE },
        { now: () => now },
      );
      for (const { wait, share: next } of asked) {
        now += wait;
        share = next;
        const day = Math.floor(now / DAY);
        const before = spent.get(day) ?? 0;
        const { status } = await model.ask(REQUEST, NEVER);
        // Sums of fractions of a dollar: a question just at the cap may go either way.
        if (Math.abs(before + WORST_USD - perDay) > 1e-9) {
          strictEqual(status, before + WORST_USD <= perDay ? "answered" : "capped");
        }
        if (status === "answered") spent.set(day, before + share * WORST_USD);
      }
      for (const sum of spent.values()) ok(sum <= perDay + 1e-9);
    }),
  );
});
