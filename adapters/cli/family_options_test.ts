import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { readBacktests } from "./family_options.ts";
import type { RawFlags } from "./flag_reader.ts";
import { DEFAULTS } from "./options.ts";

const KNOWN = { agents: ["trend", "random", "llm"], profiles: ["moderate", "high"] };
const SIMULATION = {
  slippage: "bps:2",
  path: "pessimistic",
  fees: "tier:0",
  partialFills: "off",
  maxSlippageBps: "100",
};

/** Agent, model, prompt and profile of each run that flags make. */
function runs(flags: RawFlags): readonly string[] {
  const options = readBacktests({ ...DEFAULTS, ...SIMULATION, risk: "moderate", ...flags }, KNOWN);
  return (options.members ?? [options]).map(({ agent, model, risk, params }) =>
    [
      agent,
      model?.name,
      model?.prompt,
      risk.kind === "file" ? risk.path : risk.name,
      ...params.map(({ name }) => name),
    ]
      .filter((word) => word !== undefined && word !== null).join(" ")
  );
}

Deno.test("one value each is one run and no family", () => {
  const options = readBacktests({ ...DEFAULTS, ...SIMULATION }, { ...KNOWN, profiles: ["conservative"] });
  strictEqual(options.members, undefined);
});

Deno.test("lists make every combination, the last list changing first", () => {
  deepStrictEqual(runs({ agent: "trend, random", risk: "moderate,high" }), [
    "trend moderate",
    "trend high",
    "random moderate",
    "random high",
  ]);
});

Deno.test("what only one agent of a list understands is left out for the others, not refused", () => {
  deepStrictEqual(runs({ agent: "trend,llm", prompt: "a.md,b.md", model: "m", latency: "x2" }), [
    "trend moderate",
    "llm m a.md moderate",
    "llm m b.md moderate",
  ]);
  deepStrictEqual(runs({ agent: "trend,./mine.ts", param: ["fast=1"] }), [
    "trend moderate",
    "./mine.ts moderate fast",
  ]);
  throws(() => runs({ agent: "trend,random", prompt: "a.md" }), /--prompt means nothing to the agent trend/);
  throws(() => runs({ agent: "trend,random", param: ["fast=1"] }), /the agent trend takes no parameters/);
});

Deno.test("64 combinations are a family, more are not", () => {
  const names = (count: number): string =>
    Array.from({ length: count }, (_, index) => `${index}.json`).join();
  strictEqual(runs({ agent: "trend,random", risk: names(32) }).length, 64);
  throws(
    () => runs({ agent: "trend,random", risk: names(33) }),
    /2 of --agent times 33 of --risk are 66 runs; wanted at most 64 in a family/,
  );
});

Deno.test("seeds are a list or a range, and each has answers of its model's of its own, repeats too", () => {
  const drawn = (flags: RawFlags) =>
    readBacktests({ ...DEFAULTS, ...SIMULATION, risk: "moderate", ...flags }, KNOWN).members!
      .map(({ seed, sample = 0 }) => `${seed} ${sample}`);
  deepStrictEqual(drawn({ seed: "7,1..5:2" }), ["7 0", "1 1", "3 2", "5 3"]);
  deepStrictEqual(drawn({ seed: "4..5", repeats: "2" }), ["4 0", "4 1", "5 2", "5 3"]);
  strictEqual(readBacktests({ ...DEFAULTS, ...SIMULATION, risk: "high", seed: "3..3" }, KNOWN).seed, 3);
  throws(() => drawn({ seed: "5..1" }), /--seed "5\.\.1" is empty; wanted FROM\.\.TO:STEP/);
  throws(() => drawn({ seed: "1..65" }), /65 of --seed are 65 runs; wanted at most 64 in a family/);
  throws(() => drawn({ seed: "1,1..2" }), /wanted each value once; 1 stands there twice/);
});
