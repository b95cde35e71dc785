import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import {
  type ChatAnswer,
  type ChatModel,
  type ChatRequest,
  chatRequestKey,
  chatRequestText,
  type RecordedAnswer,
} from "../../engine/mod.ts";
import { askAgain, NoAnswerError } from "./ask_again.ts";

function request(question: string): ChatRequest {
  return {
    provider: "test",
    model: "m",
    parameters: { maxTokens: 1, temperature: null, reasoningEffort: null, options: {} },
    messages: [{ role: "user", text: question }],
    tools: [],
    responseSchema: null,
    sample: 0,
  };
}

function answered(text: string, calls: readonly string[] = []): ChatAnswer {
  const toolCalls = calls.map((name) => ({ id: "1", name, argumentsText: "{}" }));
  const tokens = { fresh: 1, cacheRead: 0, cacheWrite: 0, output: 1 };
  return {
    status: "answered",
    text,
    toolCalls,
    finish: "stop",
    servedModel: null,
    raw: null,
    tokens,
    costUsd: 0.5,
    latencyMs: 1,
  };
}

function decides(btc: string, eth: string, words = ""): ChatAnswer {
  return answered(
    `${words}{"decisions":[{"asset":"BTC","action":"${btc}"},{"asset":"ETH","action":"${eth}"}]}`,
  );
}

/** Answers by question and sample. */
function modelOf(table: Readonly<Record<string, readonly ChatAnswer[]>>): ChatModel {
  return {
    ask: ({ messages: [{ text }], sample }) =>
      Promise.resolve(table[text][sample] ?? { status: "unrecorded", reason: `no sample ${sample}` }),
  };
}

const QUESTIONS = ["same", "words", "other", "looks", "foreign"].map(request);
const TABLE = {
  same: [decides("buy", "hold"), decides("buy", "hold")],
  words: [decides("buy", "hold", "Well: "), decides("buy", "hold")],
  other: [decides("sell", "hold"), decides("hold", "hold")],
  looks: [answered("", ["fetch_candles"])],
};
const OPTIONS = {
  requests: QUESTIONS.map(chatRequestText),
  keys: new Set(QUESTIONS.slice(0, 4).map(chatRequestKey)),
  signal: new AbortController().signal,
  recorded: (key: string) => {
    const found = QUESTIONS.find((one) => chatRequestKey(one) === key)!;
    return TABLE[found.messages[0].text as keyof typeof TABLE][0] as RecordedAnswer;
  },
};

Deno.test("final answers are asked for again: texts, whole answers and single actions agree each in their own share", async () => {
  const { texts, answers, actions, failed, costUsd, interrupted } = await askAgain({
    ...OPTIONS,
    model: modelOf(TABLE),
    samples: 2,
  });
  deepStrictEqual([texts!.points, texts!.allEqual], [3, 1 / 3]);
  deepStrictEqual([answers!.points, answers!.allEqual], [3, 2 / 3]);
  deepStrictEqual([actions!.points, actions!.allEqual], [6, 5 / 6]);
  ok(actions!.fleissKappa! > 0 && actions!.fleissKappa! < 1);
  deepStrictEqual([failed, costUsd, interrupted], [0, 3, false]);
});

Deno.test("a failed sample is an answer of its own kind; one that is not recorded ends it in a line", async () => {
  const tokens = { fresh: 1, cacheRead: 0, cacheWrite: 0, output: 1 };
  const failure: ChatAnswer = { status: "failed", reason: "busy", tokens, costUsd: null, latencyMs: 1 };
  const model = modelOf({ ...TABLE, same: [decides("buy", "hold"), failure] });
  const { answers, failed, costUsd } = await askAgain({ ...OPTIONS, model, samples: 2 });
  deepStrictEqual([answers!.allEqual, failed, costUsd], [1 / 3, 1, null]);
  await rejects(askAgain({ ...OPTIONS, model, samples: 3 }), NoAnswerError);
});

Deno.test("a run that is a repeat itself is held against the samples before it", async () => {
  const own = { ...request("same"), sample: 2 };
  const asked: number[] = [];
  const model: ChatModel = {
    ask: ({ sample }) => (asked.push(sample), Promise.resolve(decides("buy", "hold"))),
  };
  const keys = new Set([chatRequestKey(own)]);
  const recorded = () => decides("buy", "hold") as RecordedAnswer;
  await askAgain({ ...OPTIONS, requests: [chatRequestText(own)], keys, recorded, model, samples: 3 });
  await askAgain({ ...OPTIONS, requests: [chatRequestText(own)], keys, recorded, model, samples: 2 });
  deepStrictEqual(asked, [0, 1, 0]);
});

Deno.test("stopped, what is whole counts; a run without a final answer has no agreement to tell", async () => {
  const stop = new AbortController();
  const onQuestion = (done: number): void => void (done === 1 && stop.abort());
  const found = await askAgain({
    ...OPTIONS,
    model: modelOf(TABLE),
    samples: 2,
    signal: stop.signal,
    onQuestion,
  });
  deepStrictEqual([found.interrupted, found.answers!.points], [true, 1]);
  const none = await askAgain({ ...OPTIONS, keys: new Set(), model: modelOf(TABLE), samples: 2 });
  deepStrictEqual([none.texts, none.answers, none.actions], [null, null, null]);
  strictEqual(none.failed, 0);
});

Deno.test("an asset that one answer leaves out is decided in a way of its own", async () => {
  const short = answered('{"decisions":[{"asset":"BTC","action":"buy"}]}');
  const model = modelOf({ ...TABLE, same: [decides("buy", "hold"), short] });
  const keys = new Set([chatRequestKey(QUESTIONS[0])]);
  const { answers, actions } = await askAgain({ ...OPTIONS, keys, model, samples: 2 });
  deepStrictEqual([answers!.allEqual, actions!.points, actions!.allEqual], [0, 2, 1 / 2]);
});
