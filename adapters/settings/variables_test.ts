import assert from "node:assert/strict";
import { parseEnvFile, readVariables, variableNames } from "./variables.ts";

Deno.test("lines of a .env are names and values; comments, blanks and quotes are no part of them", () => {
  const text = [
    "\ufeff# a comment",
    "",
    "LLM_MODEL=gpt-x # the small one",
    "  export LLM_PROVIDER = openai",
    "A='it # stays'   # this does not",
    'PROVIDER_CONFIG={"order":["a#b"]}',
    'B="two words"',
    "EMPTY=",
  ].join("\r\n");
  assert.deepEqual(Object.fromEntries(parseEnvFile(text)), {
    LLM_MODEL: "gpt-x",
    LLM_PROVIDER: "openai",
    A: "it # stays",
    PROVIDER_CONFIG: '{"order":["a#b"]}',
    B: "two words",
    EMPTY: "",
  });
});

Deno.test("a line that is none is named by its number, and not shown: it may hold a key", () => {
  assert.throws(() => parseEnvFile("A=1\nsk-secret-key"), {
    name: "SettingsError",
    message: ".env, line 2: wanted NAME=value or # comment",
  });
  assert.throws(() => parseEnvFile('A="sk-secret'), {
    message: '.env, line 1: wanted one closing " at the end of the value',
  });
});

Deno.test("the environment goes before the file, nothing is the same as not set, others are not read", () => {
  const asked: string[] = [];
  const environment = (name: string): string | undefined => {
    asked.push(name);
    return name === "LLM_MODEL" ? "from-environment" : name === "REASONING_EFFORT" ? " " : undefined;
  };
  const envFile = "LLM_MODEL=from-file\nLLM_PROVIDER=openrouter\nOPENAI_API_KEY=sk-1\nREASONING_EFFORT=low";
  const names = variableNames({ access: false });
  assert.deepEqual(readVariables(names, { envFile, environment }), {
    LLM_MODEL: "from-environment",
    LLM_PROVIDER: "openrouter",
  });
  assert.deepEqual(asked, [...names]);
  assert.ok(!names.some((name) => name.endsWith("_KEY")), "a replay needs no key");
  const { OPENAI_API_KEY } = readVariables(variableNames({ access: true }), { envFile, environment });
  assert.equal(OPENAI_API_KEY, "sk-1");
});
