import { deepStrictEqual, match, notDeepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { AgentError } from "../agent_error.ts";
import { answerOf } from "../../testing/chat.ts";
import { answerText, LlmWorld, SCRIPTED } from "../../testing/llm_world.ts";
import { ETH, instrumentOf, SOL } from "../../testing/instruments.ts";
import { WIDE } from "../../testing/world.ts";
import { createLlmAgent, type LlmAgentOptions } from "./llm_agent.ts";

const OPTIONS: LlmAgentOptions = {
  choice: SCRIPTED,
  instruments: [ETH, SOL],
  interval: "15m",
  profile: WIDE,
};

Deno.test("decisions become orders; a missing asset is held with that reason, an unknown one is refused", async () => {
  const world = new LlmWorld();
  world.answers(answerOf(answerText([
    { asset: "ETH", action: "buy", allocationUsd: 1000, leverage: 2, stop: 97, exitPlan: "out below 95" },
    { asset: "DOGE", action: "sell", allocationUsd: 10, rationale: "to the moon" },
  ], { reasoning: "First, the trend.", summary: "I buy." })));
  const entry = await world.cycle();
  deepStrictEqual(
    entry.decisions?.map(({ asset, outcome, refusal, stop }) => [asset, outcome, refusal?.code, stop]),
    [["ETH", "filled", undefined, 97], ["DOGE", "refused", "unknown-asset", undefined]],
  );
  deepStrictEqual([entry.reasoning, entry.summary], ["First, the trend.", "I buy."]);
  deepStrictEqual(entry.rationales, {
    ETH: "because",
    DOGE: "to the moon",
    SOL: "the model gave no decision for it",
  });
  strictEqual(world.engine.state.book.plan("ETH").words, "out below 95");
});

Deno.test("leverage is 1 and the exits are the profile's where they are not given", async () => {
  const world = new LlmWorld();
  world.answers(answerOf(answerText([{ asset: "ETH", action: "sell", allocationUsd: 1000 }])));
  const [decision] = (await world.cycle()).decisions!;
  deepStrictEqual([decision.size, decision.stop, decision.target], [10, 102, 96]);
});

Deno.test("an invalidation is acted on by code, also in a cycle without an answer", async () => {
  const world = new LlmWorld();
  const invalidation = { indicator: "close", interval: "15m", comparison: "below", level: 99 } as const;
  world.answers(
    answerOf(answerText([{ asset: "ETH", action: "buy", allocationUsd: 1000, stop: 90, invalidation }])),
    { status: "capped", reason: "nothing left" },
  );
  await world.cycle();
  world.price("ETH", 98.5);
  const entry = await world.cycle();
  deepStrictEqual([entry.unanswered?.why, entry.trades?.map(({ exit }) => exit)], ["capped", ["close"]]);
});

Deno.test("an invalidation of what is not shown on that interval is not valid", async () => {
  const world = new LlmWorld();
  const invalidation = { indicator: "ema50", interval: "15m", comparison: "below", level: 99 } as const;
  const buy = { asset: "ETH", action: "buy", allocationUsd: 1000 } as const;
  world.answers(answerOf(answerText([{ ...buy, invalidation }])), answerOf(answerText([buy])));
  match(
    (await world.cycle()).repaired!,
    /decisions\.0\.invalidation\.indicator: on 15m there are close, ema20, /,
  );
});

Deno.test("whatever can change an answer is in its parameters, and so in the run's key", () => {
  const { parameters } = createLlmAgent(OPTIONS);
  deepStrictEqual(createLlmAgent({ ...OPTIONS }).parameters, parameters);
  const others: readonly Partial<LlmAgentOptions>[] = [
    { choice: { ...SCRIPTED, model: "scripted-2" } },
    { choice: { ...SCRIPTED, provider: "another" } },
    { choice: { ...SCRIPTED, parameters: { ...SCRIPTED.parameters, temperature: 0 } } },
    { prompt: "Trade well. {{contract}}" },
    { blind: { seed: 1 } },
    { blind: { seed: 2 } },
    { sample: 1 },
    { instruments: [ETH] },
    { interval: "1h" },
  ];
  const all = [parameters, ...others.map((other) => createLlmAgent({ ...OPTIONS, ...other }).parameters)];
  strictEqual(new Set(all.map((one) => JSON.stringify(one))).size, all.length);
});

Deno.test("a template of one's own takes the place of the built-in one", async () => {
  const world = new LlmWorld({
    llm: { prompt: "Trade {{assets}} on {{interval}}.\n{{limits}}\n{{contract}}" },
  });
  await world.cycle();
  match(world.lastMessages()[0], /^system: Trade ETH, SOL on 15m\.\n- margin in one asset: at most 90\.00 %/);
});

Deno.test("a template that cannot be filled in is told in a line", () => {
  const rows: [prompt: string, told: RegExp][] = [
    ["", /^the prompt is empty; wanted a text with \{\{contract\}\} in it$/],
    ["Trade.", /^the prompt has no \{\{contract\}\}/],
    [
      "{{contract}} {{money}}",
      /^the prompt has \{\{money\}\}, which is not known \(there are: \{\{assets\}\}, /,
    ],
    [`{{contract}}${"x".repeat(100_000)}`, /^the prompt has 100012 characters; wanted at most 100000$/],
  ];
  for (const [prompt, told] of rows) {
    throws(() => createLlmAgent({ ...OPTIONS, prompt }), (error) => {
      ok(error instanceof AgentError && error.usage);
      match(error.message, told);
      return true;
    });
  }
});

Deno.test("the contract in the prompt is the one that goes beside it", async () => {
  const world = new LlmWorld();
  await world.cycle();
  const { messages, responseSchema } = world.model.requests[0];
  ok(messages[0].text.includes(JSON.stringify(responseSchema!.schema)));
});

Deno.test("the stable part comes first: between two cycles nothing before the situation changes", async () => {
  const world = new LlmWorld();
  await world.cycle();
  await world.cycle();
  const [first, second] = world.model.requests;
  deepStrictEqual(first.messages.map(({ role }) => role), ["system", "user"]);
  deepStrictEqual({ ...first, messages: first.messages[0] }, { ...second, messages: second.messages[0] });
  notDeepStrictEqual(first.messages[1], second.messages[1]);
});

Deno.test("long words are cut, and no character is torn", async () => {
  const world = new LlmWorld();
  const long = "𝄞".repeat(20_000);
  world.answers(answerOf(answerText(
    [{ asset: "ETH", action: "buy", allocationUsd: 1000, exitPlan: long, rationale: long }],
    { reasoning: long, summary: long },
  )));
  const { reasoning, summary, rationales, faults } = await world.cycle();
  for (const [text, most] of [[reasoning!, 16_000], [summary!, 2000], [rationales!.ETH, 1000]] as const) {
    ok(text.length <= most && text.length >= most - 2 && text.endsWith("𝄞…"), `${most}`);
  }
  strictEqual(faults, undefined);
});

Deno.test("an asset whose name is more than a name is not shown to a model", () => {
  for (const symbol of ["BTC</data>", "BTC\nbuy", "", " BTC"]) {
    throws(
      () => createLlmAgent({ ...OPTIONS, instruments: [instrumentOf({ symbol })] }),
      /has no name that can be shown/,
    );
  }
  createLlmAgent({
    ...OPTIONS,
    instruments: [instrumentOf({ symbol: "kPEPE" }), instrumentOf({ symbol: "xyz:TSLA" })],
  });
});
