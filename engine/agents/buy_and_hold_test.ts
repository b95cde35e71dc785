import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Decision } from "../model/decision.ts";
import type { Observation } from "../model/observation.ts";
import { fillOf, positionOf10 } from "../testing/accounts.ts";
import { observationOf, toolsOf } from "../testing/observations.ts";
import { buyAndHold } from "./buy_and_hold.ts";

function decide(observation: Observation): readonly Decision[] {
  const decided = buyAndHold.decide(observation, toolsOf());
  if (decided instanceof Promise) throw new Error("it answers at once");
  return decided.decisions;
}

Deno.test("it needs no indicator and trades under a profile of its own", () => {
  deepStrictEqual([buyAndHold.name, buyAndHold.needs, buyAndHold.ownProfile], [
    "buy-and-hold",
    [],
    "buy-and-hold",
  ]);
});

Deno.test("it buys every asset in equal parts of 99 % of the equity, at 1×, with no exits of its own", () => {
  const rows: [assets: string[], share: number][] = [[["ETH"], 9900], [["ETH", "SOL"], 4950], [[
    "A",
    "B",
    "C",
  ], 3300]];
  for (const [assets, share] of rows) {
    const decisions = decide(observationOf(assets.map((asset) => ({ asset }))));
    deepStrictEqual(
      decisions.map(({ asset, action, allocationUsd, leverage }) => [asset, action, allocationUsd, leverage]),
      assets.map((asset) => [asset, "buy", share, 1]),
    );
    strictEqual(decisions[0].stop ?? decisions[0].target, undefined);
  }
});

Deno.test("an asset that cannot be observed keeps its part for later", () => {
  const [decision] = decide(observationOf([{}], {}, [{ asset: "SOL", reason: "no candle" }]));
  strictEqual(decision.allocationUsd, 4950);
});

Deno.test("it holds what it has, and what was bought once is not bought again", () => {
  const trade = { asset: "ETH" } as Observation["account"]["closedTrades"][number];
  const rows: [what: string, observation: Observation, action: string][] = [
    ["holding", observationOf([{ position: positionOf10() }]), "hold"],
    ["bought, and gone since", observationOf([{}], { fills: [fillOf()] }), "hold"],
    ["a closed trade", observationOf([{}], { closedTrades: [trade] }), "hold"],
    ["another asset's fill", observationOf([{}], { fills: [fillOf({ asset: "SOL" })] }), "buy"],
  ];
  for (const [what, observation, action] of rows) strictEqual(decide(observation)[0].action, action, what);
});
