import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Decision, decisionSchema, hold, isIdle } from "./decision.ts";

const BUY: Decision = { asset: "BTC", action: "buy", allocationUsd: 100, rationale: "it rises" };

Deno.test("a decision changes nothing only where it holds and moves neither exit", () => {
  const rows: [what: string, decision: Decision, idle: boolean][] = [
    ["a plain hold", hold("BTC", "wait"), true],
    ["a hold whose exits are null", { ...hold("BTC", "wait"), stop: null, target: null }, true],
    ["a hold that moves the stop", { ...hold("BTC", "wait"), stop: 99 }, false],
    ["a hold that moves the target", { ...hold("BTC", "wait"), target: 120 }, false],
    ["a stop of zero is a stop, if a bad one", { ...hold("BTC", "wait"), stop: 0 }, false],
    ["a close", { asset: "BTC", action: "close", rationale: "" }, false],
    ["a buy without a word of how much", { asset: "BTC", action: "buy", rationale: "" }, false],
  ];
  for (const [what, decision, idle] of rows) strictEqual(isIdle(decision), idle, what);
});

Deno.test("a decision from outside: what is not of the right kind is refused", () => {
  const refused: unknown[] = [
    null,
    "buy",
    { ...BUY, action: "BUY" },
    { ...BUY, asset: 1 },
    { ...BUY, allocationUsd: "100" },
    { ...BUY, allocationUsd: null },
    { ...BUY, allocationUsd: Infinity },
    { ...BUY, leverage: NaN },
    { ...BUY, stop: "90" },
    { ...BUY, target: Infinity },
    { ...BUY, exitPlan: "x".repeat(4001) },
    { ...BUY, rationale: "x".repeat(8001) },
    { ...BUY, rationale: undefined },
  ];
  for (const bad of refused) strictEqual(decisionSchema.safeParse(bad).success, false, JSON.stringify(bad));
});

Deno.test("a decision from outside keeps what is known and nothing else", () => {
  const given = { ...BUY, leverage: 3, stop: null, target: 120, exitPlan: "below the EMA", mood: "good" };
  const { mood: _, ...known } = given;
  deepStrictEqual(decisionSchema.parse(given), known);
});
