import assert from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";
import { UsageError } from "./errors.ts";
import { refuseInapplicable, type WhatIf } from "./what_if_options.ts";

const KNOWN = {
  agents: ["trend", "llm"],
  profiles: ["conservative", "moderate", "high"],
  models: {
    slippage: (name: string) => name,
    fees: (name: string) => name === "tier:9" ? null : name,
    control: () => null,
  },
};

function whatIf(typed: string): WhatIf | null {
  const parsed = parseCommandLine(["replay", ...typed.split(" ")], KNOWN);
  assert.equal(parsed.command, "replay");
  return parsed.command === "replay" ? parsed.options.whatIf : null;
}

function refused(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "nothing";
}

Deno.test("a replay without changes asks nothing", () => {
  assert.equal(whatIf("last --from-cycle 3"), null);
});

Deno.test("what is typed is otherwise, and nothing that is only usual", () => {
  const asked = whatIf(
    "last --risk moderate --fees tier:2 --path ohlc --slippage impact --latency fixed:250",
  )!;
  assert.deepEqual(asked, {
    risk: { kind: "profile", name: "moderate" },
    simulation: { fees: "tier:2", slippage: "impact", path: "ohlc", latencyMs: 250 },
    ...{ modelLatency: 0, model: null, prompt: null, answers: "replay", isClosed: false },
    words: ["--risk moderate", "--fees tier:2", "--slippage impact", "--latency fixed:250", "--path ohlc"],
  });
  assert.deepEqual(whatIf("last --risk high")!.simulation, {});
});

Deno.test("another model or prompt asks the agent, and so does --closed alone", () => {
  assert.equal(whatIf("last --model m --llm auto")!.isClosed, true);
  assert.equal(whatIf("last --prompt p.txt")!.isClosed, true);
  assert.deepEqual(whatIf("last --closed")!.words, ["--closed"]);
  assert.equal(whatIf("last --latency x3 --closed")!.modelLatency, 3);
});

Deno.test("what cannot go together, or cannot be right, is one line", () => {
  for (
    const [typed, said] of [
      ["last --llm auto", /^--llm means nothing where nobody is asked; wanted --closed with it$/],
      ["last --fees tier:1 --until 2024-02", /^--until compares a run with itself; wanted it without/],
      ["last --fees tier:1 --from-cycle 2", /^--from-cycle compares a run with itself; wanted it without/],
      ["last --fees tier:9", /^--fees "tier:9" cannot be right; wanted/],
      ["last --risk mod", /^no risk profile "mod"; did you mean "moderate"\?/],
      ["last --latency soon", /^--latency "soon" cannot be right; wanted/],
    ] as const
  ) assert.match(refused(() => whatIf(typed)), said);
});

Deno.test("what cannot apply to a run is refused with its reason", () => {
  const run = { id: "7f3a0000", agent: "trend" };
  const llm = { ...run, agent: "llm" };
  for (
    const typed of ["--model m", "--prompt p", "--closed --llm auto", "--latency recorded", "--latency x2"]
  ) {
    const asked = whatIf(`last ${typed}`)!;
    const [flag] = typed.startsWith("--closed")
      ? ["--llm"]
      : typed.startsWith("--latency")
      ? [typed]
      : typed.split(" ");
    assert.equal(
      refused(() => refuseInapplicable(asked, run, undefined)),
      `${flag} cannot apply to run 7f3a0000: its agent trend asks no model`,
    );
    assert.equal(refused(() => refuseInapplicable(asked, llm, undefined)), "nothing", typed);
  }
  assert.match(
    refused(() => refuseInapplicable(whatIf("last --risk high")!, run, "buy-and-hold")),
    /^--risk cannot apply to run 7f3a0000: trend always trades under its own profile buy-and-hold$/,
  );
  assert.equal(refused(() => refuseInapplicable(whatIf("last --latency zero")!, run, "own")), "nothing");
});
