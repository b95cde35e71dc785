import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Decision } from "../model/decision.ts";
import { positionOf10 } from "../testing/accounts.ts";
import { type GivenAsset, observationOf, toolsOf } from "../testing/observations.ts";
import { meanReversion } from "./mean_reversion.ts";
import { STANDARD_NEEDS } from "./standard_needs.ts";

/** RSI7 and RSI14, and the four-hour trend as (EMA20 − EMA50) in ATR14. */
function asset(rsi7: number, rsi14: number, { strength = 0, ...given }: Given = {}): GivenAsset {
  const slow = { ema20: 100 + strength * 2, ema50: 100, atr14: 2 };
  return { ...given, on: { decision: { rsi7, rsi14 }, "4h": slow } };
}

interface Given extends GivenAsset {
  readonly strength?: number;
}

function decide(given: GivenAsset): Decision {
  const decided = meanReversion.decide(observationOf([given]), toolsOf());
  if (decided instanceof Promise) throw new Error("it answers at once");
  return decided.decisions[0];
}

Deno.test("it needs what the standard list names and has no profile of its own", () => {
  deepStrictEqual([meanReversion.name, meanReversion.needs, meanReversion.ownProfile], [
    "mean-reversion",
    STANDARD_NEEDS,
    undefined,
  ]);
});

Deno.test("flat: it enters against a move that both call overdone, unless the four-hour trend is strong", () => {
  const rows: [what: string, rsi7: number, rsi14: number, strength: number, action: string][] = [
    ["oversold by both", 6, 20, 0, "buy"],
    ["RSI7 not quite", 6.1, 20, 0, "hold"],
    ["RSI14 not quite", 6, 20.1, 0, "hold"],
    ["overbought by both", 94, 80, 0, "sell"],
    ["RSI7 not quite overbought", 93.9, 80, 0, "hold"],
    ["RSI14 not quite overbought", 94, 79.9, 0, "hold"],
    ["one down, the other up", 6, 80, 0, "hold"],
    ["in the middle", 50, 50, 0, "hold"],
    ["oversold in a strong down-trend", 5, 10, -2.1, "hold"],
    ["oversold in a down-trend just not strong", 5, 10, -2, "buy"],
    ["oversold in a strong up-trend", 5, 10, 3, "buy"],
    ["overbought in a strong up-trend", 95, 90, 2.1, "hold"],
    ["overbought in an up-trend just not strong", 95, 90, 2, "sell"],
    ["overbought in a strong down-trend", 95, 90, -3, "sell"],
  ];
  for (const [what, rsi7, rsi14, strength, action] of rows) {
    strictEqual(decide(asset(rsi7, rsi14, { strength })).action, action, what);
  }
});

Deno.test("holding: it leaves when RSI7 is past the middle", () => {
  const long = positionOf10();
  const short = positionOf10({ side: "short" });
  const rows: [what: string, position: typeof long, rsi7: number, action: string][] = [
    ["long, on its way", long, 54.9, "hold"],
    ["long, past the middle", long, 55, "close"],
    ["short, on its way", short, 45.1, "hold"],
    ["short, past the middle", short, 45, "close"],
    ["long and oversold again: nothing is added", long, 5, "hold"],
  ];
  for (const [what, position, rsi7, action] of rows) {
    strictEqual(decide(asset(rsi7, 10, { position })).action, action, what);
  }
});

Deno.test("an entry: 20 % of the equity at 1×, the profile's exits, words that name its own way out", () => {
  const rows: [rsi7: number, rsi14: number, exitPlan: string][] = [
    [5, 10, "Leave when RSI7 is back past 55."],
    [95, 90, "Leave when RSI7 is back past 45."],
  ];
  for (const [rsi7, rsi14, words] of rows) {
    const { allocationUsd, leverage, stop, target, exitPlan } = decide(asset(rsi7, rsi14));
    deepStrictEqual([allocationUsd, leverage, stop, target, exitPlan], [
      2000,
      1,
      undefined,
      undefined,
      words,
    ]);
  }
});
