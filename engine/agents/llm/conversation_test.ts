import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type ChatAnswer, UnrecordedAnswer, UnusableModel } from "../../ports/chat_model.ts";
import { NO_TOKENS } from "../../model/token_use.ts";
import { answerOf } from "../../testing/chat.ts";
import { answerText, callsOf, LlmWorld } from "../../testing/llm_world.ts";
import { MAX_ROUNDS } from "./conversation.ts";

const GOOD = answerText([{ asset: "ETH" }, { asset: "SOL" }]);
const LOOK = callsOf(["fetch_candles", { asset: "ETH", interval: "15m", candles: 1 }]);

Deno.test("tools are run until the answer comes; every call is answered, in order, the wrong ones too", async () => {
  const world = new LlmWorld();
  const calls = callsOf(
    ["fetch_candles", { asset: "ETH", interval: "15m", candles: 1 }],
    ["fetch_secrets", {}],
    ["fetch_funding", "{not json"],
    ["fetch_order_history", ""],
  );
  world.answers(calls, answerOf(GOOD));
  const entry = await world.cycle();
  const [, , asked, ...answers] = world.model.requests[1].messages;
  deepStrictEqual(asked.toolCalls, calls.toolCalls);
  deepStrictEqual(
    answers.map(({ role, toolCallId }) => [role, toolCallId]),
    [0, 1, 2, 3].map((id) => [
      "tool",
      `call-${id}`,
    ]),
  );
  match(answers[0].text, /^ETH 15m, 1 candles\n2024-01-01T00:15Z 100 100 100 100 1$/);
  match(
    answers[1].text,
    /^error: there is no tool <data>"fetch_secrets"<\/data>; there are fetch_indicator, /,
  );
  match(answers[2].text, /^error: the arguments are not JSON$/);
  match(answers[3].text, /^error: asset: /);
  deepStrictEqual([entry.toolCalls?.length, entry.latencyMs, entry.cassetteKeys?.length], [4, 2000, 2]);
  strictEqual(entry.unanswered, undefined);
});

Deno.test("at most so many rounds: the last question says so, and a call after it is refused once", async () => {
  const world = new LlmWorld();
  world.answers(...Array.from({ length: MAX_ROUNDS }, () => LOOK), answerOf(GOOD));
  const entry = await world.cycle();
  strictEqual(world.model.requests.length, MAX_ROUNDS + 1);
  const texts = (at: number) => world.model.requests[at].messages.map(({ text }) => text);
  match(texts(MAX_ROUNDS - 1).at(-1)!, /No tool may be asked for any more: answer now\.$/);
  ok(!/No tool may/.test(texts(MAX_ROUNDS - 2).at(-1)!));
  match(texts(MAX_ROUNDS).at(-1)!, /^Your answer cannot be used: a tool was asked for/);
  strictEqual(world.model.requests[MAX_ROUNDS].messages.at(-2)!.role, "tool", "the call is answered");
  deepStrictEqual([entry.unanswered, entry.repaired], [
    undefined,
    "a tool was asked for where the answer was due",
  ]);
});

Deno.test("an answer that cannot be used is asked for once more, with what is wrong; then every asset is held", async () => {
  const buy = { asset: "ETH", action: "buy", allocationUsd: 1000 } as const;
  const rows: [what: string, answers: readonly ChatAnswer[], why: string | undefined, told: RegExp][] = [
    [
      "prose around it",
      [answerOf(`Well:\n\`\`\`json\n${answerText([buy])}\n\`\`\`\nGood luck!`)],
      undefined,
      /^$/,
    ],
    ["prose alone, then JSON", [answerOf("Buy!"), answerOf(answerText([buy]))], undefined, /no JSON object/],
    [
      "cut off, then whole",
      [
        answerOf(GOOD.slice(0, 50), { finish: "length" }),
        answerOf(answerText([buy])),
      ],
      undefined,
      /^the answer was cut off for its length; /,
    ],
    ["empty, then whole", [answerOf(" "), answerOf(answerText([buy]))], undefined, /^the answer is empty$/],
    [
      "leverage and a half",
      [
        answerOf(answerText([{ ...buy, leverage: 1.5 }])),
        answerOf(answerText([buy])),
      ],
      undefined,
      /decisions\.0\.leverage: expected int/,
    ],
    [
      "never right",
      [answerOf("Buy!"), answerOf("Buy, I say!"), answerOf(answerText([buy]))],
      "invalid",
      /no JSON/,
    ],
    ["tools instead of a repair", [answerOf("Buy!"), LOOK], "invalid", /no JSON/],
    [
      "a field nobody knows",
      [
        answerOf(answerText([buy], { mood: "good" } as object)),
        answerOf("no"),
      ],
      "invalid",
      /mood/,
    ],
  ];
  for (const [what, answers, why, told] of rows) {
    const world = new LlmWorld();
    world.answers(...answers);
    const entry = await world.cycle();
    strictEqual(entry.unanswered?.why, why, what);
    match(entry.repaired ?? "", told, what);
    deepStrictEqual(
      entry.decisions?.map(({ action, outcome }) => [action, outcome]),
      why === undefined ? [["buy", "filled"]] : undefined,
      what,
    );
    strictEqual(entry.faults, undefined, what);
  }
});

Deno.test("of one answer a dozen calls are run; the rest is answered, too", async () => {
  const world = new LlmWorld();
  world.answers(
    callsOf(...Array.from({ length: 14 }, () => ["fetch_funding", { asset: "ETH", hours: 1 }] as const)),
  );
  await world.cycle();
  const answers = world.model.requests[1].messages.slice(3).map(({ text }) => text);
  deepStrictEqual([answers.length, answers[11], answers[12], answers[13]], [
    14,
    "error: no rates are recorded for the last 1 hours",
    "error: at most 12 calls are run at a time",
    "error: at most 12 calls are run at a time",
  ]);
});

Deno.test("a look at the market that fails is told to the model, and is a fault in the line", async () => {
  const world = new LlmWorld();
  world.answers(callsOf(["fetch_candles", { asset: "ETH", interval: "15m", candles: 1 }]), answerOf(GOOD));
  const candles = world.marketData.candles.bind(world.marketData);
  world.marketData.candles = (asset, interval, range) =>
    "last" in range && range.last === 1
      ? Promise.reject(new Error("no net"))
      : candles(asset, interval, range);
  const entry = await world.cycle();
  strictEqual(world.model.requests[1].messages.at(-1)!.text, "error: the market could not be read");
  deepStrictEqual(entry.faults, [{
    step: "reason",
    on: "fetch_candles",
    what: "no net",
    done: "the model was told",
  }]);
  strictEqual(entry.unanswered, undefined);
});

Deno.test("an answer that was no use is paid for, too", async () => {
  const world = new LlmWorld();
  world.answers(answerOf("no"), answerOf(GOOD));
  deepStrictEqual((await world.cycle()).costUsd, 0.02);
});

Deno.test("no answer: every asset is held, and the line says why", async () => {
  const failed = { tokens: NO_TOKENS, costUsd: 0, latencyMs: 3 };
  const rows: [answer: ChatAnswer, why: string, detail: string][] = [
    [{ status: "failed", reason: "no net", ...failed }, "failed", "no net"],
    [{ status: "capped", reason: "0.10 USD are left" }, "capped", "0.10 USD are left"],
    [{ status: "abandoned", reason: "not asked any more" }, "abandoned", "not asked any more"],
    [{ status: "aborted" }, "aborted", "a command came first"],
  ];
  for (const [answer, why, detail] of rows) {
    for (const before of [[], [LOOK]]) {
      const world = new LlmWorld();
      world.answers(...before, answer);
      const entry = await world.cycle();
      deepStrictEqual(entry.unanswered, { why, detail });
      deepStrictEqual([entry.decisions, entry.faults], [undefined, undefined]);
      deepStrictEqual((await world.cycle()).unanswered, undefined, "the next cycle asks again");
    }
  }
});

Deno.test("a recorded answer that is missing ends the run", async () => {
  const world = new LlmWorld();
  world.answers({ status: "unrecorded", reason: "message 2: other" });
  await rejects(() => world.cycle(), new UnrecordedAnswer("message 2: other"));
});

Deno.test("a model that cannot be asked at all ends the run", async () => {
  const world = new LlmWorld();
  world.answers({ status: "unusable", reason: "a wrong key" });
  await rejects(() => world.cycle(), new UnusableModel("a wrong key"));
});

Deno.test("a model is not asked on when its time is over", async () => {
  const world = new LlmWorld();
  world.answers({ ...LOOK, latencyMs: 451_000 }, answerOf(GOOD));
  const entry = await world.cycle();
  deepStrictEqual([entry.unanswered?.why, world.model.requests.length], ["late", 1]);
  const inTime = new LlmWorld();
  inTime.answers({ ...LOOK, latencyMs: 450_000 }, { ...answerOf(GOOD), latencyMs: 0 });
  deepStrictEqual([(await inTime.cycle()).unanswered, inTime.model.requests.length], [undefined, 2]);
});
