import { deepStrictEqual } from "node:assert/strict";
import type { JsonValue } from "../../engine/mod.ts";
import { causeOf } from "./cause_of.ts";

const CLOSE = 1_000;

/** The cause of what only the recorded cycle has, and whether that was before the agent was asked. */
function judged(path: string, recorded: JsonValue): readonly [cause: string, isBefore: boolean] {
  const { cause, rank } = causeOf("cycle", { path: path.split("."), recorded, replayed: null }, CLOSE);
  const { rank: asked } = causeOf("cycle", { path: ["observationHash"], recorded, replayed: null }, CLOSE);
  return [cause, rank < asked];
}

Deno.test("what happened up to the close comes before what the agent saw, what its orders did after it", () => {
  deepStrictEqual(judged("fills.0", { time: CLOSE }), ["fill", true]);
  deepStrictEqual(judged("fills.0", { time: CLOSE + 1 }), ["fill", false]);
  deepStrictEqual(judged("trades.0", { closedAt: CLOSE }), ["accounting", true]);
  deepStrictEqual(judged("trades.0", { closedAt: CLOSE + 1 }), ["accounting", false]);
  deepStrictEqual(judged("funding.0", { time: CLOSE + 1 }), ["accounting", true]);
});
