import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { z } from "zod";
import { ema } from "../indicators/mod.ts";
import type { Agent } from "./agent.ts";
import { createAgent, defineAgent } from "./agent_definition.ts";
import { AgentError } from "./agent_error.ts";
import type { TypedParameter } from "./agent_parameters.ts";

const decide: Agent["decide"] = () => ({ decisions: [] });
const schema = z.object({
  fast: z.int().min(2).default(10),
  label: z.string().default("x"),
  both: z.boolean().default(false),
}).refine(({ fast }) => fast < 50, "fast must be below 50");
const defined = defineAgent({
  name: "mine",
  parameters: schema,
  create: ({ fast }) => ({
    needs: [{ interval: "decision", indicators: [ema(fast)], values: 1 }],
    decide,
  }),
});

function typed(...words: readonly string[]): TypedParameter[] {
  return words.map((word) => {
    const [name, value] = word.split("=");
    return { name, value };
  });
}

function refusal(exported: unknown, ...words: readonly string[]): AgentError {
  try {
    createAgent(exported, typed(...words));
  } catch (error) {
    ok(error instanceof AgentError, String(error));
    return error;
  }
  throw new Error("it was accepted");
}

Deno.test("a definition becomes an agent with checked parameters and their defaults", () => {
  const agent = createAgent(defined, typed("fast=12", "both=true"));
  deepStrictEqual(agent.parameters, { fast: 12, label: "x", both: true });
  deepStrictEqual(agent.needs[0].indicators, [{ name: "ema", period: 12 }]);
  deepStrictEqual(createAgent(defined, []).parameters, { fast: 10, label: "x", both: false });
});

Deno.test("the schema decides: a number stays a text where a text is wanted", () => {
  deepStrictEqual(createAgent(defined, typed("label=10")).parameters, { fast: 10, label: "10", both: false });
});

Deno.test("a wrong parameter is named, with what the schema wanted", () => {
  const rows: readonly (readonly [typed: string, message: string])[] = [
    ["fsat=3", 'the agent has no parameter "fsat" (there are: fast, label, both)'],
    [
      "fast=abc",
      "--param fast=abc cannot be right; the agent's schema: expected number, received string",
    ],
    [
      "fast=1",
      "--param fast=1 cannot be right; the agent's schema: Too small, expected number to be >=2",
    ],
    ["fast=60", "--param: the agent's schema: fast must be below 50"],
  ];
  for (const [word, message] of rows) {
    const error = refusal(defined, word);
    strictEqual(error.message, message);
    ok(error.usage, "what was typed cannot be right");
  }
  const needy = defineAgent({ ...defined, parameters: z.object({ size: z.number() }), create: () => body });
  strictEqual(
    refusal(needy).message,
    "the agent needs --param size=…, which was not given; its schema: expected number, received undefined",
  );
});

const body = { needs: [], decide };

Deno.test("a plain agent serves as it is, and takes no parameters", () => {
  const agent = { name: "plain", ...body };
  strictEqual(createAgent(agent, []), agent);
  strictEqual(refusal(agent, "fast=1").message, 'the agent has no parameter "fast" (it takes none)');
});

Deno.test("what is no agent is refused with the field that is not as it should be", () => {
  const need = { interval: "decision", indicators: [ema(20)], values: 1 };
  const rows: readonly (readonly [exported: unknown, message: RegExp])[] = [
    [undefined, /^it has no default export; wanted an agent$/],
    [7, /^its default export is no agent; wanted an object with name, needs and decide$/],
    [{ name: "trend", ...body }, /^its name "trend" is a built-in agent's; wanted another$/],
    [{ name: "random", create: () => body }, /built-in/],
    [{ name: "", ...body }, /^its default export, name: wanted 1 to 40 letters/],
    [{ name: "mine", decide }, /^its default export, needs: expected array/],
    [{ name: "mine", ...body, ownProfile: "buy-and-hold" }, /ownProfile: wanted none; choose .* --risk$/],
    [{ name: "mine", decide, needs: [{ ...need, values: 0 }] }, /needs\.0\.values/],
    [{ name: "mine", decide, needs: [{ ...need, interval: "7m" }] }, /needs\.0\.interval/],
    [{ name: "mine", create: () => ({ needs: [] }) }, /^what create gave, decide: wanted a function$/],
    [
      { name: "mine", create: () => body, parameters: {} },
      /^its definition, parameters: wanted a zod object/,
    ],
  ];
  for (const [exported, message] of rows) {
    const error = refusal(exported);
    match(error.message, message);
    strictEqual(error.usage, false);
  }
});
