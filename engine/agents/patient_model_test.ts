import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { NO_TOKENS } from "../model/token_use.ts";
import type { ChatAnswer } from "../ports/chat_model.ts";
import { chatModelContract } from "../ports/chat_model_contract.ts";
import { answerOf, chatRequestOf } from "../testing/chat.ts";
import { ScriptedModel } from "../testing/scripted_model.ts";
import { PATIENCE, PatientModel } from "./patient_model.ts";

const NEVER = new AbortController().signal;
const TOOK = { tokens: NO_TOKENS, costUsd: 0, latencyMs: 3 };
const BLOCKED: ChatAnswer = { status: "failed", reason: "401 no", obstacle: "key", ...TOOK };
const DOWN: ChatAnswer = { status: "failed", reason: "500", ...TOOK };

/** What became of so many questions, how often the model itself was asked, and what was told of it. */
async function asked(answers: readonly ChatAnswer[], questions: number) {
  const scripted = new ScriptedModel(answers);
  const told: string[] = [];
  const model = new PatientModel(scripted, (reason) => told.push(reason));
  const said: string[] = [];
  for (let index = 0; index < questions; index++) {
    const answer = await model.ask(chatRequestOf(), NEVER);
    said.push(answer.status === "abandoned" ? answer.reason : answer.status);
  }
  return { said, asked: scripted.requests.length, told };
}

chatModelContract("a model that is asked with patience", () => {
  const model = new PatientModel(new ScriptedModel([answerOf("a"), answerOf("b")]), () => undefined);
  return Promise.resolve({ model, dispose: () => Promise.resolve() });
});

Deno.test("after five obstacles in a row it is not asked any more, whatever it would say", async () => {
  strictEqual(PATIENCE, 5);
  const answers = [...Array(5).fill(BLOCKED), answerOf("back")];
  const abandoned = "not asked any more, 5 questions in a row had failed";
  deepStrictEqual(await asked(answers, 7), {
    said: [...Array(5).fill("failed"), abandoned, abandoned],
    asked: 5,
    told: ["401 no"],
  });
});

Deno.test("an answer, or a failure that may pass, begins the count anew", async () => {
  const four = Array(4).fill(BLOCKED);
  for (const between of [answerOf("a"), DOWN]) {
    const { said, told } = await asked([...four, between, ...four, answerOf("b")], 10);
    deepStrictEqual([said[9], told], ["answered", []]);
  }
  deepStrictEqual((await asked([...Array(9).fill(DOWN), answerOf("a")], 10)).said[9], "answered");
});

Deno.test("what was not asked neither counts nor ends the row", async () => {
  const capped: ChatAnswer = { status: "capped", reason: "nothing is left" };
  const { told } = await asked([...Array(4).fill(BLOCKED), capped, { status: "aborted" }, BLOCKED], 7);
  deepStrictEqual(told, ["401 no"]);
});
