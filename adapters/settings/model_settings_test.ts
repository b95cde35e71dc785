import assert from "node:assert/strict";
import { modelHost } from "./model_host.ts";
import { modelSettings } from "./model_settings.ts";
import type { Variables } from "./variables.ts";

Deno.test("where nothing is set the shipped recording answers", () => {
  assert.deepEqual(modelSettings({}), {
    provider: "scripted",
    model: "scripted-1",
    reasoningEffort: null,
    options: {},
    isUsualUrl: true,
    baseUrl: "https://api.openai.com/v1",
    apiKey: null,
    headers: {},
    dialect: "openai",
  });
  assert.equal(modelSettings({}, "scripted-1").provider, "scripted");
});

Deno.test("OpenAI: its key, its address, the model of --model before the variable's", () => {
  const variables: Variables = { LLM_MODEL: "gpt-x", OPENAI_API_KEY: "sk-1", REASONING_EFFORT: "low" };
  const { provider, model, apiKey, reasoningEffort } = modelSettings(variables, "gpt-y");
  assert.deepEqual([provider, model, apiKey, reasoningEffort], ["openai", "gpt-y", "sk-1", "low"]);
  assert.equal(modelHost(variables), "api.openai.com:443");
});

Deno.test("a model that is typed alone is OpenAI's, not the recording's", () => {
  const { provider, model, apiKey } = modelSettings({ OPENAI_API_KEY: "sk-1" }, "gpt-y");
  assert.deepEqual([provider, model, apiKey], ["openai", "gpt-y", "sk-1"]);
  assert.equal(modelSettings({ LLM_PROVIDER: "scripted" }, "scripted-2").provider, "scripted");
});

Deno.test("any other base URL is a provider by its host: the same model name elsewhere is another model", () => {
  const variables: Variables = { LLM_MODEL: "qwen", OPENAI_BASE_URL: "http://localhost:11434/v1/" };
  const { provider, baseUrl, apiKey } = modelSettings(variables);
  assert.deepEqual([provider, baseUrl, apiKey], ["localhost:11434", "http://localhost:11434/v1", null]);
  assert.equal(modelHost(variables), "localhost:11434");
  assert.equal(modelHost({ ...variables, OPENAI_BASE_URL: "http://example.org/v1" }), "example.org:80");
});

Deno.test("OpenRouter: routing, quantizations and the headers it asks for", () => {
  const settings = modelSettings({
    LLM_PROVIDER: "openrouter",
    LLM_MODEL: "a/b",
    OPENAI_API_KEY: "not this",
    OPENROUTER_API_KEY: "or-1",
    OPENROUTER_REFERER: "https://me.example",
    OPENROUTER_APP_TITLE: "mine",
    REASONING_ENABLED: "true",
    PROVIDER_CONFIG: '{"order":["x"],"allow_fallbacks":false}',
    PROVIDER_QUANTIZATIONS: "fp8, bf16",
  });
  assert.deepEqual(settings, {
    provider: "openrouter",
    model: "a/b",
    reasoningEffort: "medium",
    options: { provider: { order: ["x"], allow_fallbacks: false, quantizations: ["fp8", "bf16"] } },
    isUsualUrl: true,
    baseUrl: "https://openrouter.ai/api/v1",
    apiKey: "or-1",
    headers: { "HTTP-Referer": "https://me.example", "X-Title": "mine" },
    dialect: "openrouter",
  });
});

Deno.test("reasoning that is switched off is asked for as none, whatever effort is set", () => {
  assert.equal(
    modelSettings({ REASONING_ENABLED: "false", REASONING_EFFORT: "high" }).reasoningEffort,
    "none",
  );
});

const WRONG: readonly (readonly [variables: Variables, said: string])[] = [
  [{ LLM_PROVIDER: "opnai" }, 'LLM_PROVIDER "opnai" is not known; wanted openai, openrouter, scripted'],
  [{ REASONING_ENABLED: "yes" }, 'REASONING_ENABLED "yes" is not known; wanted true, false'],
  [
    { REASONING_EFFORT: "much" },
    'REASONING_EFFORT "much" is not known; wanted none, minimal, low, medium, high, xhigh',
  ],
  [
    { LLM_PROVIDER: "openrouter", PROVIDER_CONFIG: "[1]" },
    'PROVIDER_CONFIG cannot be read: it is JSON, but no object; wanted a JSON object like {"order":["a"]}',
  ],
  [
    { LLM_PROVIDER: "openrouter", PROVIDER_QUANTIZATIONS: "fp8,fp7" },
    'PROVIDER_QUANTIZATIONS "fp7" is not known; wanted int4, int8, fp4, fp6, fp8, fp16, bf16, fp32, unknown',
  ],
  [
    { LLM_MODEL: "gpt-x", PROVIDER_CONFIG: "{}" },
    "PROVIDER_CONFIG cannot be right; wanted it only with LLM_PROVIDER=openrouter",
  ],
  [
    { OPENAI_BASE_URL: "localhost:1234" },
    "OPENAI_BASE_URL cannot be right; wanted an address like https://api.openai.com/v1",
  ],
  [
    { OPENAI_BASE_URL: "https://me:sk-secret@example.org/v1" },
    "OPENAI_BASE_URL cannot be right; wanted an address without user and password; a key belongs into OPENAI_API_KEY",
  ],
  [
    { LLM_PROVIDER: "openrouter", OPENROUTER_BASE_URL: "https://example.org/v1?key=1" },
    "OPENROUTER_BASE_URL cannot be right; wanted an address without ? and #",
  ],
];

for (const [variables, message] of WRONG) {
  Deno.test(`refused: ${message.slice(0, 70)}`, () => {
    assert.throws(() => modelSettings(variables), { name: "SettingsError", usage: true, message });
  });
}

Deno.test("bad JSON in PROVIDER_CONFIG is named", () => {
  assert.throws(
    () => modelSettings({ LLM_PROVIDER: "openrouter", PROVIDER_CONFIG: "{order" }),
    { message: /^PROVIDER_CONFIG cannot be read: .*JSON.*; wanted a JSON object like / },
  );
});
