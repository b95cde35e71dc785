import { deepStrictEqual } from "node:assert/strict";
import { NO_TOKENS } from "../model/token_use.ts";
import type { ChatAnswer, Obstacle } from "../ports/chat_model.ts";
import { chatModelContract } from "../ports/chat_model_contract.ts";
import { answerOf, chatRequestOf } from "../testing/chat.ts";
import { ScriptedModel } from "../testing/scripted_model.ts";
import { FirstCallModel } from "./first_call_model.ts";

const NEVER = new AbortController().signal;
const REMEDIES = { key: "a key", credit: "money", model: "a name", host: "a server" };

function failedBy(obstacle?: Obstacle): ChatAnswer {
  const took = { tokens: NO_TOKENS, costUsd: 0, latencyMs: 3 };
  return { status: "failed", reason: "401 no", ...(obstacle && { obstacle }), ...took };
}

async function asked(answers: readonly ChatAnswer[]): Promise<readonly ChatAnswer[]> {
  const model = new FirstCallModel(new ScriptedModel(answers), REMEDIES);
  const said: ChatAnswer[] = [];
  for (const _ of answers) said.push(await model.ask(chatRequestOf(), NEVER));
  return said;
}

chatModelContract("a model whose first call counts", () => {
  const model = new FirstCallModel(new ScriptedModel([answerOf("a"), answerOf("b")]), REMEDIES);
  return Promise.resolve({ model, dispose: () => Promise.resolve() });
});

Deno.test("an obstacle before the first answer makes it unusable, with what is wanted", async () => {
  for (const obstacle of ["key", "credit", "model", "host"] as const) {
    const reason = `scripted cannot be asked for scripted: 401 no; wanted ${REMEDIES[obstacle]}`;
    deepStrictEqual(await asked([failedBy(obstacle)]), [{ status: "unusable", reason }]);
  }
});

Deno.test("what may pass is a failure at first, too, and does not stand for an answer", async () => {
  const [first, second] = await asked([failedBy(), failedBy("key")]);
  deepStrictEqual([first.status, second.status], ["failed", "unusable"]);
});

Deno.test("after an answer an obstacle is a failure", async () => {
  const answers = [answerOf("a"), failedBy("key"), failedBy("host")];
  deepStrictEqual(await asked(answers), answers);
});
