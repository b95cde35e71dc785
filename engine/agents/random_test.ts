import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { chanceOf } from "../model/chance.ts";
import type { Decision } from "../model/decision.ts";
import type { Observation } from "../model/observation.ts";
import { positionOf10 } from "../testing/accounts.ts";
import { observationOf, toolsOf } from "../testing/observations.ts";
import { QUARTER } from "../testing/times.ts";
import type { AgentTools } from "./agent.ts";
import { random } from "./random.ts";

function decide(observation: Observation, tools: AgentTools): readonly Decision[] {
  const decided = random.decide(observation, tools);
  if (decided instanceof Promise) throw new Error("it answers at once");
  return decided.decisions;
}

const HOLDING = { position: positionOf10() };

Deno.test("it needs no indicator and has no profile of its own", () => {
  deepStrictEqual([random.name, random.needs, random.ownProfile], ["random", [], undefined]);
});

Deno.test("what it does by its draws", () => {
  const rows: [what: string, holding: boolean, draws: number[], action: string][] = [
    ["flat, at an eighth it waits", false, [0.125], "hold"],
    ["flat, below an eighth it opens: long", false, [0.1249, 0.4999], "buy"],
    ["flat, below an eighth it opens: short", false, [0, 0.5], "sell"],
    ["holding, at an eighth it waits", true, [0.125], "hold"],
    ["holding, below an eighth it closes", true, [0.1249], "close"],
  ];
  for (const [what, holding, draws, action] of rows) {
    const [decision] = decide(observationOf([holding ? HOLDING : {}]), toolsOf(draws));
    strictEqual(decision.action, action, what);
  }
});

Deno.test("it puts 5 % of the equity in, at 1×, with no exits of its own", () => {
  const [decision] = decide(observationOf([{}], { equityUsd: 8000 }), toolsOf([0, 0]));
  deepStrictEqual([decision.allocationUsd, decision.leverage], [400, 1]);
  strictEqual(decision.stop ?? decision.target, undefined);
});

Deno.test("each asset draws from a source of its own", () => {
  const asked: string[] = [];
  const tools: AgentTools = {
    ...toolsOf(),
    random: (asset) => {
      asked.push(asset);
      return () => asset === "ETH" ? 0 : 0.9;
    },
  };
  const decisions = decide(observationOf([{ asset: "ETH" }, { asset: "SOL" }]), tools);
  deepStrictEqual(asked, ["ETH", "SOL"]);
  deepStrictEqual(decisions.map(({ action }) => action), ["buy", "hold"]);
});

Deno.test("over many closes it opens at one in eight, half of them long, and closes at one in eight", () => {
  const count = 16_000;
  const found = { buy: 0, sell: 0, close: 0, hold: 0 };
  for (let index = 0; index < count; index++) {
    const tools = { ...toolsOf(), random: (asset: string) => chanceOf(1, asset, index * QUARTER) };
    found[decide(observationOf([{}]), tools)[0].action]++;
    const [held] = decide(observationOf([HOLDING]), tools);
    if (held.action === "close") found.close++;
  }
  // 2000 ± 42 of each are expected, 1000 ± 31 of each side.
  ok(Math.abs(found.close - count / 8) < 5 * 42, `${found.close} closes`);
  ok(Math.abs(found.buy - count / 16) < 5 * 31, `${found.buy} longs`);
  ok(Math.abs(found.sell - count / 16) < 5 * 31, `${found.sell} shorts`);
});
