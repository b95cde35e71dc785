import assert from "node:assert/strict";
import type { ChatAnswer, ChatRequest } from "../../engine/mod.ts";
import { chatModelContract } from "../../engine/ports/chat_model_contract.ts";
import { OpenAiModel, type OpenAiModelOptions } from "./openai_model.ts";
import {
  drips,
  hangs,
  refuses,
  says,
  sends,
  sendsText,
  type StubReply,
  StubServer,
  USAGE,
} from "./testing/stub_server.ts";

const REQUEST: ChatRequest = {
  provider: "stub",
  model: "stub-1",
  messages: [
    { role: "system", text: "You trade." },
    { role: "user", text: "What now?" },
    { role: "assistant", text: "", toolCalls: [{ id: "c1", name: "look", argumentsText: '{"at":"BTC"}' }] },
    { role: "tool", text: "42", toolCallId: "c1" },
  ],
  tools: [{ name: "look", description: "looks", parameters: { type: "object" } }],
  responseSchema: { name: "answer", schema: { type: "object", properties: {} } },
  parameters: { maxTokens: 500, temperature: 0.5, reasoningEffort: "low", options: {} },
  sample: 0,
};
const PRICE = { fresh: 2.5, cacheRead: 1.25, cacheWrite: 2.5, output: 10 };
/** 200 fresh, 800 cached and 50 out at PRICE. */
const COST = 0.002;

/** Asks a server that replies so, once. */
async function asked(
  replies: readonly StubReply[],
  use: (answer: ChatAnswer, server: StubServer, model: OpenAiModel) => void | Promise<void>,
  given: Partial<OpenAiModelOptions> & { readonly request?: Partial<ChatRequest> } = {},
): Promise<void> {
  const server = new StubServer(replies);
  const { request, ...options } = given;
  try {
    const model = modelAt(server, options);
    await use(await model.ask({ ...REQUEST, ...request }, new AbortController().signal), server, model);
  } finally {
    await server.close();
  }
}

function modelAt(server: StubServer, options: Partial<OpenAiModelOptions> = {}): OpenAiModel {
  const usual = {
    apiKey: "sk-1",
    headers: {},
    dialect: "openai",
    price: PRICE,
    backoffMs: 5,
    retries: 2,
  } as const;
  return new OpenAiModel({ baseUrl: server.baseUrl, ...usual, ...options });
}

/** The answer without what depends on the machine's speed. */
function timeless(answer: ChatAnswer): Omit<ChatAnswer, "latencyMs"> {
  assert.ok("latencyMs" in answer && answer.latencyMs >= 0);
  const { latencyMs: _latencyMs, ...rest } = answer;
  return rest;
}

const TOKENS = { fresh: 200, cacheRead: 800, cacheWrite: 0, output: 50 };

chatModelContract("a model behind a server", () => {
  const server = new StubServer([says("hold")]);
  return Promise.resolve({ model: modelAt(server), dispose: () => server.close() });
});

Deno.test("a request is written in the protocol's words, an answer read from them", () =>
  asked([says('{"x":1}')], (answer, { seen: [{ path, headers, body }] }) => {
    assert.equal(path, "/v1/chat/completions");
    assert.equal(headers.get("authorization"), "Bearer sk-1");
    assert.deepEqual(body, {
      model: "stub-1",
      messages: [
        { role: "system", content: "You trade." },
        { role: "user", content: "What now?" },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"at":"BTC"}' } }],
        },
        { role: "tool", content: "42", tool_call_id: "c1" },
      ],
      tools: [{
        type: "function",
        function: { name: "look", description: "looks", parameters: { type: "object" } },
      }],
      response_format: {
        type: "json_schema",
        json_schema: { name: "answer", schema: { type: "object", properties: {} }, strict: true },
      },
      max_completion_tokens: 500,
      temperature: 0.5,
      reasoning_effort: "low",
    });
    assert.ok(answer.status === "answered");
    const { raw, ...rest } = answer;
    assert.deepEqual(timeless(rest as ChatAnswer), {
      status: "answered",
      text: '{"x":1}',
      toolCalls: [],
      finish: "stop",
      servedModel: "stub-1",
      tokens: TOKENS,
      costUsd: COST,
    });
    assert.deepEqual((raw as { usage: unknown }).usage, USAGE);
  }));

Deno.test("OpenRouter: its routing and its way to ask for reasoning; its own figure of the cost goes first", () => {
  const options = { provider: { order: ["a"] } };
  return asked(
    [says("hold", { usage: { ...USAGE, cost: 0.123 } })],
    (answer, { seen: [{ body, headers }] }) => {
      assert.deepEqual([body.provider, body.reasoning, body.reasoning_effort], [{ order: ["a"] }, {
        effort: "high",
      }, undefined]);
      assert.equal(headers.get("x-title"), "mine");
      assert.ok(answer.status === "answered" && answer.costUsd === 0.123);
    },
    {
      dialect: "openrouter",
      headers: { "X-Title": "mine" },
      request: { parameters: { maxTokens: 5, temperature: null, reasoningEffort: "high", options } },
    },
  );
});

Deno.test("tool calls come with their arguments as they are, checked by nobody yet", () => {
  const tool_calls = [
    { id: "a", type: "function", function: { name: "look", arguments: "{broken" } },
    { type: "function", function: { name: "look", arguments: { at: "ETH" } } },
  ];
  return asked([says(null, { message: { tool_calls }, finish_reason: "tool_calls" })], (answer) => {
    assert.ok(answer.status === "answered");
    assert.deepEqual([answer.finish, answer.text, answer.toolCalls], ["tools", "", [
      { id: "a", name: "look", argumentsText: "{broken" },
      { id: "call-2", name: "look", argumentsText: '{"at":"ETH"}' },
    ]]);
  });
});

Deno.test("a cut answer, prose around JSON, a refusal: told as they are, mended by nobody here", async () => {
  const rows: readonly (readonly [StubReply, text: string, finish: string])[] = [
    [says('{"x":', { finish_reason: "length" }), '{"x":', "length"],
    [says('Here it is:\n```json\n{"x":1}\n```'), 'Here it is:\n```json\n{"x":1}\n```', "stop"],
    [says("", { message: { refusal: "I may not." } }), "I may not.", "filtered"],
    [says("", { finish_reason: "content_filter" }), "", "filtered"],
    [says([{ type: "text", text: "a" }, { type: "text", text: "b" }]), "ab", "stop"],
  ];
  for (const [reply, text, finish] of rows) {
    await asked([reply], (answer, { seen }) => {
      assert.ok(answer.status === "answered");
      assert.deepEqual([answer.text, answer.finish, seen.length], [text, finish, 1]);
    });
  }
});

Deno.test("429: it waits as long as it is asked to, then the answer counts with the wait in it", () =>
  asked([refuses(429, "slow down", { "retry-after-ms": "120" }), says("hold")], (answer, { seen }) => {
    assert.equal(seen.length, 2);
    assert.ok(answer.status === "answered" && answer.latencyMs >= 115 && answer.unmetered === undefined);
  }));

Deno.test("retry-after in seconds is understood", () =>
  asked([refuses(429, "slow down", { "retry-after": "0.1" }), says("hold")], (answer) => {
    assert.ok(answer.status === "answered" && answer.latencyMs >= 95);
  }));

Deno.test("500: asked again, at most so often, and what may have been charged is counted", async () => {
  await asked([refuses(500, "down"), says("hold")], (answer) => {
    assert.ok(answer.status === "answered" && answer.unmetered === 1 && answer.costUsd === COST);
  });
  await asked([refuses(500, "down")], (answer, { seen }) => {
    assert.equal(seen.length, 3);
    assert.deepEqual(timeless(answer), {
      status: "failed",
      reason: "500 down",
      tokens: { fresh: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
      costUsd: 0,
      unmetered: 3,
    });
  });
});

const OBSTACLES: readonly [status: number, message: string, obstacle: string | undefined][] = [
  [401, "no such key", "key"],
  [403, "not in your country", "key"],
  [402, "no credit is left", "credit"],
  [429, "You exceeded your current quota, please check your plan", "credit"],
  [404, "The model `x` does not exist or you do not have access to it", "model"],
  [400, "x/y is not a valid model ID", "model"],
  [400, "the prompt is too long", undefined],
];
for (const [status, message, obstacle] of OBSTACLES) {
  Deno.test(`what asking again cannot mend is not asked again: ${status} ${message}`, () =>
    asked([refuses(status, message), says("hold")], (answer, { seen }) => {
      assert.equal(seen.length, 1);
      assert.ok(answer.status === "failed" && answer.reason === `${status} ${message}`);
      assert.equal(answer.obstacle, obstacle);
    }));
}

Deno.test("what may pass by itself is no obstacle, however often it comes", async () => {
  for (const reply of [refuses(429, "slow down"), refuses(500, "model x not found"), sendsText("{")]) {
    await asked([reply], (answer) => {
      assert.ok(answer.status === "failed" && answer.obstacle === undefined);
    });
  }
});

Deno.test("response_format refused: any JSON is asked for, then none; the next question knows", async () => {
  const replies = [
    refuses(400, "response_format of type json_schema is not supported"),
    refuses(400, "'response_format' is not supported with this model"),
    says("{}"),
  ];
  await asked(replies, async (answer, { seen }, model) => {
    assert.equal(answer.status, "answered");
    assert.deepEqual(seen.map(({ body }) => body.response_format?.type), [
      "json_schema",
      "json_object",
      undefined,
    ]);
    assert.deepEqual(model.withheld, ["json_schema", "response_format"]);
    await model.ask(REQUEST, new AbortController().signal);
    assert.equal(seen[3].body.response_format, undefined);
  });
});

Deno.test("tools refused: they are left out, and what was said of them before is told in words", () =>
  asked([refuses(422, "tools are not supported"), says("{}")], (answer, { seen: [, { body }] }) => {
    assert.equal(answer.status, "answered");
    assert.equal(body.tools, undefined);
    assert.deepEqual(body.messages.slice(2), [
      { role: "assistant", content: 'Tool call: look {"at":"BTC"}' },
      { role: "user", content: "Tool result:\n42" },
    ]);
  }));

Deno.test("an old server's max_tokens, a temperature and an effort it does not take", () => {
  const replies = [
    refuses(400, "Unrecognized request argument: max_completion_tokens"),
    refuses(400, "Unsupported value: 'temperature' does not support 0.5"),
    refuses(400, "Unsupported parameter: 'reasoning_effort'"),
    says("{}"),
  ];
  return asked(replies, (answer, { seen }) => {
    assert.equal(answer.status, "answered");
    const { max_tokens, max_completion_tokens, temperature, reasoning_effort } = seen[3].body;
    assert.deepEqual([max_tokens, max_completion_tokens, temperature, reasoning_effort], [
      500,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

Deno.test("a refusal of the same field twice ends: nothing is asked for ever", () =>
  asked([refuses(422, "tools are not supported")], (answer, { seen }) => {
    assert.equal(seen.length, 2);
    assert.ok(answer.status === "failed" && answer.reason === "422 tools are not supported");
  }));

const NO_ANSWERS: readonly (readonly [what: string, reply: StubReply, reason: RegExp, asked: number])[] = [
  ["cut JSON", sendsText('{"choices":[{"mess'), /^the response is no JSON, or it was cut off$/, 3],
  ["no choices", sends(200, { choices: [], usage: USAGE }), /^the response holds no choice$/, 3],
  ["another JSON", sends(200, [1, 2]), /^the response is no chat completion: top level: /, 3],
  ["200 with an error", sends(200, { error: { message: "No credits", code: 402 } }), /^No credits$/, 1],
  [
    "200 with a passing error",
    sends(200, { error: { message: "Overloaded", code: 503 } }),
    /^Overloaded$/,
    3,
  ],
  ["200 with an error in words", sends(200, { error: "model is loading" }), /^model is loading$/, 3],
];

for (const [what, reply, reason, times] of NO_ANSWERS) {
  Deno.test(`${what} is no answer`, () =>
    asked([reply], (answer, { seen }) => {
      assert.ok(answer.status === "failed");
      assert.match(answer.reason, reason);
      assert.equal(seen.length, times);
    }));
}

Deno.test("a response that is longer than anybody reads is no answer", () =>
  asked([sendsText(`"${"x".repeat(8_000_000)}"`)], (answer) => {
    assert.ok(answer.status === "failed");
    assert.match(answer.reason, /longer than 8000000 bytes/);
  }, { retries: 0 }));

Deno.test("a key that the server gives back stands in no answer and in no reason", async () => {
  const apiKey = "sk-planted-0123456789";
  const echo = says(`your key is ${apiKey}`, { note: apiKey });
  const escapes = [...apiKey].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join("");
  for (
    const reply of [
      echo,
      sendsText(`{"choices":[{"message":{"content":"${escapes}"}}],"${escapes}":1}`),
      refuses(401, `bad key ${apiKey}`),
      sends(200, { error: { message: apiKey, code: 402 } }),
      says(`your key is ${apiKey.slice(0, -2)}`),
      refuses(401, "bad key sk-planted-****6789 given"),
    ]
  ) {
    await asked([reply], (answer, { seen: [{ headers }] }) => {
      assert.equal(headers.get("authorization"), `Bearer ${apiKey}`);
      assert.ok(!/6789|planted-/.test(JSON.stringify(answer)) && JSON.stringify(answer).includes("[key]"));
    }, { apiKey });
  }
});

Deno.test("usage of questions that came to nothing is counted in", () =>
  asked([sends(200, { choices: [], usage: USAGE }), says("hold")], (answer) => {
    assert.ok(answer.status === "answered" && answer.costUsd === 2 * COST);
    assert.deepEqual(answer.tokens, { fresh: 400, cacheRead: 1600, cacheWrite: 0, output: 100 });
  }));

Deno.test("without a price, or without usage, there is no figure of the cost", async () => {
  await asked([says("hold")], (answer) => {
    assert.ok(answer.status === "answered" && answer.costUsd === null);
  }, { price: null });
  await asked([says("hold", { usage: null })], (answer) => {
    assert.ok(answer.status === "answered" && answer.costUsd === null && answer.unmetered === 1);
  });
});

for (const [what, reply] of [["a socket that hangs", hangs], ["bytes that never end", drips]] as const) {
  Deno.test(`${what} is given up after the time there is`, () =>
    asked([reply], (answer, { seen }) => {
      assert.ok(
        answer.status === "failed" && answer.reason === "no answer within 60 ms" && answer.unmetered === 2,
      );
      assert.equal(seen.length, 2);
    }, { timeoutMs: 60, retries: 1 }));
}

Deno.test("an abort ends bytes that never end within 100 ms", async () => {
  const server = new StubServer([drips]);
  try {
    await abortsSoon(server.baseUrl, () => server.seen.length === 1);
    await until(() => server.dropped === 1);
  } finally {
    await server.close();
  }
});

Deno.test("an abort ends a socket that hangs within 100 ms, and frees it", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let received = 0;
  const served = (async () => {
    using socket = await listener.accept();
    const bytes = new Uint8Array(65_536);
    // Nothing more to read: the client has let go.
    for (let read = await socket.read(bytes); read !== null; read = await socket.read(bytes)) {
      received += read;
    }
  })();
  await abortsSoon(`http://127.0.0.1:${listener.addr.port}/v1`, () => received > 0);
  await served;
});

/** Asks, waits until the question is there, aborts, and measures. */
async function abortsSoon(baseUrl: string, isThere: () => boolean): Promise<void> {
  const controller = new AbortController();
  const model = new OpenAiModel({ baseUrl, apiKey: null, headers: {}, dialect: "openai", price: null });
  const asking = model.ask(REQUEST, controller.signal);
  await until(isThere);
  await wait(20);
  const began = performance.now();
  controller.abort();
  assert.deepEqual(await asking, { status: "aborted" });
  assert.ok(performance.now() - began < 100);
}

Deno.test("an abort ends the wait between two attempts", async () => {
  const server = new StubServer([refuses(429, "later", { "retry-after": "30" })]);
  try {
    const controller = new AbortController();
    const asking = modelAt(server).ask(REQUEST, controller.signal);
    await until(() => server.seen.length === 1);
    await wait(20);
    controller.abort();
    assert.deepEqual(await asking, { status: "aborted" });
  } finally {
    await server.close();
  }
});

Deno.test(
  "where the network is not permitted nothing is tried again",
  { permissions: { net: false } },
  async () => {
    const options = { apiKey: null, headers: {}, dialect: "openai", price: null } as const;
    const model = new OpenAiModel({ baseUrl: "http://127.0.0.1:8080/v1", ...options, backoffMs: 60_000 });
    const answer = await model.ask(REQUEST, new AbortController().signal);
    assert.ok(answer.status === "failed" && answer.unmetered === undefined && answer.obstacle === "host");
    assert.match(answer.reason, /net access/);
  },
);

Deno.test("a server that is not there is said with its reason", async () => {
  const server = new StubServer([says("hold")]);
  const model = modelAt(server, { retries: 0 });
  await server.close();
  const answer = await model.ask(REQUEST, new AbortController().signal);
  // Nobody can have answered, so nobody charges.
  assert.ok(answer.status === "failed" && answer.obstacle === "host" && answer.unmetered === undefined);
  assert.match(answer.reason, /^Connection error\. .*connect/i);
});

Deno.test("a port that the runtime does not go to is as good as nobody there", async () => {
  const options = { apiKey: null, headers: {}, dialect: "openai", price: null, retries: 0 } as const;
  const model = new OpenAiModel({ baseUrl: "http://127.0.0.1:9/v1", ...options });
  const answer = await model.ask(REQUEST, new AbortController().signal);
  assert.ok(answer.status === "failed" && answer.obstacle === "host");
});

Deno.test("a connection that breaks off may have been answered: it is no obstacle, and its worst case stays", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepting = (async () => {
    const connection = await listener.accept();
    await connection.read(new Uint8Array(1024));
    connection.close();
  })();
  const options = { apiKey: null, headers: {}, dialect: "openai", price: null, retries: 0 } as const;
  const model = new OpenAiModel({ baseUrl: `http://127.0.0.1:${listener.addr.port}/v1`, ...options });
  const answer = await model.ask(REQUEST, new AbortController().signal);
  await accepting;
  listener.close();
  assert.ok(answer.status === "failed" && answer.obstacle === undefined && answer.unmetered === 1);
});

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !isSo(); tries++) await wait(5);
  assert.ok(isSo(), "waited 2 s for it");
}
