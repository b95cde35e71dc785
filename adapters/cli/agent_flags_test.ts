import assert from "node:assert/strict";
import { isAgentFile, readAgent, readParams } from "./agent_flags.ts";
import { UsageError } from "./errors.ts";
import { FlagReader } from "./flag_reader.ts";

const KNOWN = ["trend", "random"];

Deno.test("what has a slash or ends like a module is a file, everything else a name", () => {
  for (const file of ["./mine", "mine.ts", "a/mine.js", "mine.mjs", "a\\mine.ts"]) {
    assert.ok(isAgentFile(file), file);
  }
  for (const name of ["trend", "mine", "mine.json", "ts"]) assert.ok(!isAgentFile(name), name);
  assert.equal(readAgent(new FlagReader("backtest", { agent: "trend" }), KNOWN), "trend");
  assert.equal(readAgent(new FlagReader("backtest", { agent: "./mine.ts" }), KNOWN), "./mine.ts");
  assert.throws(() => readAgent(new FlagReader("backtest", { agent: "trned" }), KNOWN), {
    message:
      'no agent "trned"; did you mean "trend"? (there are: trend, random, or the path of your own, like ./mine.ts)',
  });
});

function params(agent: string, ...param: readonly string[]): readonly (readonly [string, string])[] {
  return readParams(new FlagReader("backtest", { param }), agent).map(({ name, value }) => [name, value]);
}

Deno.test("parameters are names and values, each name once, for an agent that is a file", () => {
  assert.deepEqual(params("./mine.ts"), []);
  assert.deepEqual(params("./mine.ts", "fast=10", "label=a=b", "empty="), [
    ["fast", "10"],
    ["label", "a=b"],
    ["empty", ""],
  ]);
  const rows: readonly (readonly [agent: string, param: readonly string[], message: string])[] = [
    ["./mine.ts", ["fast"], '--param "fast" cannot be right; wanted name=value, like fast=10'],
    ["./mine.ts", ["=3"], '--param "=3" cannot be right; wanted name=value, like fast=10'],
    ["./mine.ts", ["a=1", "b=1", "a=2"], "--param a stands there twice; wanted each parameter once"],
    [
      "trend",
      ["fast=1"],
      "the agent trend takes no parameters, as fast; an agent of your own can: deno task new-agent mine.ts",
    ],
  ];
  for (const [agent, param, message] of rows) {
    assert.throws(
      () => params(agent, ...param),
      (error) => error instanceof UsageError && error.message === message,
    );
  }
});
