import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Decision } from "../model/decision.ts";
import { positionOf10 } from "../testing/accounts.ts";
import { type GivenAsset, type GivenSeries, observationOf, toolsOf } from "../testing/observations.ts";
import { STANDARD_NEEDS } from "./standard_needs.ts";
import { trend } from "./trend.ts";

/** Four hours: EMA20 two ATR14 above EMA50, the histogram above zero. */
const UP: GivenSeries = { ema20: 101, ema50: 100, "macd12-26-9.histogram": 0.1, atr14: 0.5 };
const DOWN: GivenSeries = { ...UP, ema20: 99, "macd12-26-9.histogram": -0.1 };
/** The decision interval: the histogram has just crossed upwards, the close is above EMA20, RSI14 at 60. */
const RISES: GivenSeries = { "macd12-26-9.histogram": [-0.01, 0.01], close: 100.5, ema20: 100, rsi14: 60 };
const FALLS: GivenSeries = { "macd12-26-9.histogram": [0.01, -0.01], close: 99.5, ema20: 100, rsi14: 40 };

function decide(given: GivenAsset): Decision {
  const decided = trend.decide(observationOf([given]), toolsOf());
  if (decided instanceof Promise) throw new Error("it answers at once");
  return decided.decisions[0];
}

function on(slow: GivenSeries, fast: GivenSeries): GivenAsset {
  return { on: { decision: fast, "4h": slow } };
}

Deno.test("it needs what the standard list names and has no profile of its own", () => {
  deepStrictEqual([trend.name, trend.needs, trend.ownProfile], ["trend", STANDARD_NEEDS, undefined]);
});

Deno.test("flat: it enters where the four-hour trend and the short interval agree", () => {
  const rows: [what: string, slow: GivenSeries, fast: GivenSeries, action: string][] = [
    ["all up", UP, RISES, "buy"],
    ["all down", DOWN, FALLS, "sell"],
    ["up on four hours, down on the short one", UP, FALLS, "hold"],
    ["down on four hours, up on the short one", DOWN, RISES, "hold"],
    ["the averages up, the histogram down", { ...UP, "macd12-26-9.histogram": -0.1 }, RISES, "hold"],
    ["a histogram of nothing", { ...UP, "macd12-26-9.histogram": 0 }, RISES, "hold"],
    ["the averages 1.5 ATR apart", { ...UP, ema20: 100.75 }, RISES, "buy"],
    ["the averages closer than that", { ...UP, ema20: 100.74 }, RISES, "hold"],
    ["the averages 1.5 ATR apart downwards", { ...DOWN, ema20: 99.25 }, FALLS, "sell"],
    ["the averages alike", { ...UP, ema20: 100 }, RISES, "hold"],
    ["crossed before already", UP, { ...RISES, "macd12-26-9.histogram": [0.005, 0.01] }, "hold"],
    ["crossed from zero", UP, { ...RISES, "macd12-26-9.histogram": [0, 0.01] }, "buy"],
    ["not crossed yet", UP, { ...RISES, "macd12-26-9.histogram": [-0.01, 0] }, "hold"],
    ["the close below EMA20", UP, { ...RISES, close: 99.9 }, "hold"],
    ["the close on EMA20", UP, { ...RISES, close: 100 }, "hold"],
    ["overbought", UP, { ...RISES, rsi14: 70 }, "hold"],
    ["not quite overbought", UP, { ...RISES, rsi14: 69.9 }, "buy"],
    ["oversold", DOWN, { ...FALLS, rsi14: 30 }, "hold"],
    ["not quite oversold", DOWN, { ...FALLS, rsi14: 30.1 }, "sell"],
    ["a down move with the close above EMA20", DOWN, { ...FALLS, close: 100.1 }, "hold"],
  ];
  for (const [what, slow, fast, action] of rows) strictEqual(decide(on(slow, fast)).action, action, what);
});

Deno.test("holding: it leaves when the averages of four hours have crossed back, and for nothing else", () => {
  const long = positionOf10();
  const short = positionOf10({ side: "short" });
  const rows: [what: string, position: typeof long, slow: GivenSeries, action: string][] = [
    ["long in an up-trend", long, UP, "hold"],
    ["long, the histogram against it", long, { ...UP, "macd12-26-9.histogram": -1 }, "hold"],
    ["long, the averages alike", long, { ...UP, ema20: 100 }, "hold"],
    ["long, crossed back a little", long, { ...UP, ema20: 99.99 }, "close"],
    ["short in a down-trend", short, DOWN, "hold"],
    ["short, the averages alike", short, { ...DOWN, ema20: 100 }, "hold"],
    ["short, crossed back a little", short, { ...DOWN, ema20: 100.01 }, "close"],
  ];
  for (const [what, position, slow, action] of rows) {
    strictEqual(decide({ ...on(slow, FALLS), position }).action, action, what);
  }
});

Deno.test("an entry: 20 % of the equity at 1×, the profile's exits", () => {
  for (const [slow, fast] of [[UP, RISES], [DOWN, FALLS]]) {
    const { allocationUsd, leverage, stop, target, exitPlan } = decide(on(slow, fast));
    deepStrictEqual([allocationUsd, leverage, stop, target], [2000, 1, undefined, undefined]);
    ok(exitPlan!.length > 0);
  }
});
