import assert from "node:assert/strict";
import { UsageError } from "./errors.ts";
import { FlagReader, type RawFlags } from "./flag_reader.ts";
import { type ModelOptions, readModel } from "./model_flags.ts";

const DEFAULTS: ModelOptions = {
  name: null,
  answers: "replay",
  prompt: null,
  blind: false,
  cassettes: ".cassettes",
  table: null,
  cap: null,
  latency: 1,
};

function read(flags: RawFlags, agent = "llm"): ModelOptions | null {
  return readModel(new FlagReader("backtest", flags), agent);
}

Deno.test("what is left out has its default; recorded answers are all there are until somebody says otherwise", () => {
  assert.deepEqual(read({}), DEFAULTS);
});

Deno.test("each flag is read", () => {
  const rows: readonly (readonly [RawFlags, Partial<ModelOptions>])[] = [
    [{ model: "a/b:free" }, { name: "a/b:free" }],
    [{ llm: "record" }, { answers: "record" }],
    [{ prompt: "my prompt.md" }, { prompt: "my prompt.md" }],
    [{ blind: true }, { blind: true }],
    [{ cassettes: "kept" }, { cassettes: "kept" }],
    [{ models: "mine.json" }, { table: "mine.json" }],
    [{ maxLlmUsd: "2.50" }, { cap: { unit: "USD", limit: 2.5, perDay: null } }],
    [{ maxLlmUsdPerDay: "0.5" }, { cap: { unit: "USD", limit: null, perDay: 0.5 } }],
    [{ maxLlmUsd: "9", maxLlmUsdPerDay: "0.5" }, { cap: { unit: "USD", limit: 9, perDay: 0.5 } }],
    [{ maxLlmTokens: "100000" }, { cap: { unit: "tokens", limit: 100_000, perDay: null } }],
    [{ latency: "recorded" }, {}],
    [{ latency: "zero" }, { latency: 0 }],
    [{ latency: "fixed:250" }, { latency: 0 }],
    [{ latency: "x2.5" }, { latency: 2.5 }],
  ];
  for (const [flags, changed] of rows) assert.deepEqual(read(flags), { ...DEFAULTS, ...changed });
});

Deno.test("what cannot be right is named", () => {
  const rows: readonly (readonly [RawFlags, string])[] = [
    [
      { llm: "rec" },
      'no source of answers "rec"; did you mean "record"? (there are: replay, record, auto, live)',
    ],
    [{ model: "" }, '--model "" cannot be right; wanted the name of a model, like gpt-5-mini'],
    [{ maxLlmUsd: "0" }, '--max-llm-usd "0" cannot be right; wanted an amount of USD above 0, like 2.50'],
    [
      { maxLlmUsdPerDay: "-1" },
      '--max-llm-usd-per-day "-1" cannot be right; wanted an amount of USD above 0, like 2.50',
    ],
    [
      { maxLlmUsdPerDay: "1", maxLlmTokens: "1" },
      "--max-llm-usd-per-day and --max-llm-tokens stand there both; wanted one of them",
    ],
    [{ maxLlmTokens: "1e6" }, '--max-llm-tokens "1e6" cannot be right; wanted a whole number from 1 up'],
    [
      { maxLlmUsd: "1", maxLlmTokens: "1" },
      "--max-llm-usd and --max-llm-tokens stand there both; wanted one of them",
    ],
    [
      { latency: "x0" },
      '--latency "x0" cannot be right; wanted recorded, zero, fixed:MS like fixed:250, or xN times the recorded one, like x2',
    ],
  ];
  for (const [flags, message] of rows) {
    assert.throws(() => read(flags), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.message, message);
      return true;
    });
  }
});

Deno.test("with another agent there is no model, and its flags mean nothing", () => {
  assert.equal(read({}, "trend"), null);
  assert.throws(() => read({ maxLlmUsd: "1" }, "trend"), {
    message: "--max-llm-usd means nothing to the agent trend; wanted --agent llm",
  });
  assert.equal(read({ latency: "fixed:250" }, "trend"), null);
  assert.throws(() => read({ latency: "x2" }, "trend"), {
    message: "--latency x2 means nothing to the agent trend; wanted --agent llm",
  });
});
