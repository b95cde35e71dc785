import { deepStrictEqual, notStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { AgentTools, Decided } from "../agents/agent.ts";
import type { Decision, JsonValue } from "../model/decision.ts";
import type { AssetView, Observation } from "../model/observation.ts";
import { UnrecordedAnswer } from "../ports/chat_model.ts";
import { decisionOf } from "../testing/accounts.ts";
import { toolsOf } from "../testing/observations.ts";
import { MIDNIGHT } from "../testing/times.ts";
import { agentOf } from "../testing/world.ts";
import { decisionsFingerprint, reason, type Reasoned } from "./reason.ts";

const TOOLS: AgentTools = { ...toolsOf(), memory: { count: 1 } };
// Reason looks at nothing of an observation but the names of its assets.
const OBSERVATION = {
  close: MIDNIGHT,
  assets: ["ETH", "SOL"].map((asset) => ({ asset } as AssetView)),
} as unknown as Observation;
const INVALIDATION = { indicator: "close", interval: "15m", comparison: "below", level: 99 } as const;
const HOLD: Decision = { asset: "ETH", action: "hold", rationale: "wait" };

async function answering(decided: unknown): Promise<Reasoned> {
  return await reason(agentOf(() => decided as Decided), OBSERVATION, TOOLS);
}

Deno.test("the agent gets the observation and the tools, and may answer at once or later", async () => {
  let got: unknown[] = [];
  const decided = { decisions: [decisionOf()], summary: "up", reasoning: "because", memory: [1] };
  for (const answer of [decided, Promise.resolve(decided)]) {
    const agent = agentOf((...given) => {
      got = given;
      return answer;
    });
    const reasoned = await reason(agent, OBSERVATION, TOOLS);
    deepStrictEqual(reasoned, { ...decided, faults: [] });
    deepStrictEqual([got[0] === OBSERVATION, got[1] === TOOLS], [true, true]);
  }
});

Deno.test("an agent that fails holds every asset, with the reason, and is a fault", async () => {
  const rows: [what: string, decide: () => unknown, told: RegExp][] = [
    ["it throws", () => {
      throw new Error("a bug");
    }, /the agent failed: a bug/],
    ["it throws what is no error", () => {
      throw "a word";
    }, /the agent failed: a word/],
    ["its promise is rejected", () => Promise.reject(new Error("no net")), /the agent failed: no net/],
    ["it answers nothing", () => undefined, /the agent failed/],
    ["it answers no decisions", () => ({}), /the agent failed/],
    ["its decisions are no list", () => ({ decisions: "buy" }), /the agent failed/],
  ];
  for (const [what, decide, told] of rows) {
    const { decisions, faults, memory } = await reason(agentOf(decide as () => Decided), OBSERVATION, TOOLS);
    deepStrictEqual(
      decisions.map(({ asset, action }) => [asset, action]),
      [["ETH", "hold"], ["SOL", "hold"]],
      what,
    );
    strictEqual(faults.length, 1, what);
    ok(told.test(faults[0].what) && told.test(decisions[0].rationale), `${what}: ${faults[0].what}`);
    deepStrictEqual([faults[0].step, faults[0].on, faults[0].done], [
      "reason",
      "agent",
      "every asset is held",
    ]);
    strictEqual(memory, undefined);
  }
});

Deno.test("a decision that is not valid becomes a hold with a fault; the others stand", async () => {
  const rows: [what: string, decision: unknown, on: string, told: string][] = [
    ["another action", { ...decisionOf(), action: "short" }, "ETH", "action"],
    ["an amount in words", { ...decisionOf(), allocationUsd: "100" }, "ETH", "allocationUsd"],
    ["an amount without end", { ...decisionOf(), allocationUsd: Infinity }, "ETH", "allocationUsd"],
    ["a stop that is no number", { ...decisionOf(), stop: NaN }, "ETH", "stop"],
    [
      "an invalidation of no interval",
      {
        ...decisionOf(),
        invalidation: { ...INVALIDATION, interval: "7m" },
      },
      "ETH",
      "invalidation.interval",
    ],
    ["no rationale", { ...decisionOf(), rationale: undefined }, "ETH", "rationale"],
    ["no asset", { ...decisionOf(), asset: undefined }, "?", "asset"],
    ["a hold without a rationale", { asset: "ETH", action: "hold" }, "ETH", "rationale"],
    ["no decision at all", null, "?", "decision"],
    ["a word", "buy", "?", "decision"],
  ];
  const other = decisionOf({ asset: "SOL" });
  for (const [what, decision, on, told] of rows) {
    const { decisions, faults } = await answering({ decisions: [decision, other] });
    deepStrictEqual([decisions[0].asset, decisions[0].action], [on, "hold"], what);
    deepStrictEqual(decisions[1], other, what);
    strictEqual(faults.length, 1, what);
    deepStrictEqual([faults[0].step, faults[0].on, faults[0].done], ["reason", on, "held"], what);
    ok(faults[0].what.startsWith(`a decision that is not valid: ${told}`), faults[0].what);
  }
});

Deno.test("fields given as undefined, and fields that nobody knows, are not there", async () => {
  const given = { ...decisionOf(), leverage: undefined, stop: undefined, exitPlan: undefined, mood: "good" };
  const { decisions, faults } = await answering({ decisions: [given] });
  deepStrictEqual(Object.keys(decisions[0]).sort(), ["action", "allocationUsd", "asset", "rationale"]);
  deepStrictEqual(faults, []);
});

Deno.test("plain holds are taken as they are", async () => {
  const { decisions, faults } = await answering({ decisions: [HOLD] });
  deepStrictEqual(decisions[0], HOLD);
  deepStrictEqual(faults, []);
});

Deno.test("memory: up to 16,384 characters of JSON, more is left as it was, with a fault", async () => {
  const rows: [what: string, memory: unknown, kept: boolean][] = [
    ["null", null, true],
    ["as large as may be", "x".repeat(16_382), true],
    ["a character more", "x".repeat(16_383), false],
    ["what JSON cannot carry", () => 1, false],
  ];
  for (const [what, memory, kept] of rows) {
    const reasoned = await answering({ decisions: [HOLD], memory });
    strictEqual("memory" in reasoned, kept, what);
    strictEqual(reasoned.faults.length, kept ? 0 : 1, what);
    if (kept) deepStrictEqual(reasoned.memory, memory);
    else deepStrictEqual([reasoned.faults[0].on, reasoned.faults[0].done], ["memory", "left as it was"]);
    deepStrictEqual(reasoned.decisions, [HOLD]);
  }
  strictEqual("memory" in await answering({ decisions: [HOLD] }), false);
});

Deno.test("memory is what the diary will give back: a copy, as JSON carries it", async () => {
  const memory = { count: 1, gone: undefined, odd: NaN, list: [1] };
  const reasoned = await answering({ decisions: [], memory });
  memory.count = 2;
  memory.list.push(2);
  deepStrictEqual(reasoned.memory, { count: 1, odd: null, list: [1] } as JsonValue);
});

Deno.test("the fingerprint of decisions tells apart what was decided, word for word", () => {
  const lists: (readonly Decision[])[] = [
    [],
    [HOLD],
    [{ ...HOLD, rationale: "go" }],
    [{ ...HOLD, asset: "SOL" }],
    [{ ...HOLD, stop: 99 }],
    [{ ...HOLD, target: 99 }],
    [decisionOf()],
    [decisionOf({ action: "sell" })],
    [decisionOf({ allocationUsd: 1001 })],
    [decisionOf({ leverage: 2 })],
    [decisionOf({ stop: 99 })],
    [decisionOf({ target: 99 })],
    [decisionOf({ exitPlan: "words" })],
    [decisionOf({ invalidation: INVALIDATION })],
    [decisionOf({ invalidation: { ...INVALIDATION, level: 98 } })],
    [HOLD, decisionOf()],
    [decisionOf(), HOLD],
  ];
  const hashes = lists.map(decisionsFingerprint);
  strictEqual(new Set(hashes).size, lists.length);
  deepStrictEqual(lists.map(decisionsFingerprint), hashes);
  notStrictEqual(hashes[0], hashes[1]);
});

Deno.test("what an agent tells of its model is checked; a recorded answer that is missing ends the run", async () => {
  const told = {
    summary: "up",
    reasoning: "because",
    rationales: { ETH: "up" },
    repaired: "no JSON",
    unanswered: { why: "late", detail: "slow" },
  };
  deepStrictEqual(await answering({ decisions: [HOLD], ...told }), {
    decisions: [HOLD],
    ...told,
    faults: [],
  });
  const wrong = await answering({ decisions: [HOLD], rationales: { ETH: 1 } });
  ok(/^the agent failed: /.test(wrong.faults[0].what));
  const missing = agentOf(() => Promise.reject(new UnrecordedAnswer("another prompt")));
  await rejects(async () => await reason(missing, OBSERVATION, TOOLS), /another prompt/);
});
