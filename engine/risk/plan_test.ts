import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { AccountState } from "../model/account.ts";
import type { Decision } from "../model/decision.ts";
import type { RefusalCode } from "../model/diary_entry.ts";
import type { Leg, OrderLeg } from "../model/order.ts";
import type { ActiveTrade } from "../model/trade_book.ts";
import { accountOf, decisionOf, openOrderOf, positionOf10 } from "../testing/accounts.ts";
import { BTC, ETH } from "../testing/instruments.ts";
import { MIDNIGHT } from "../testing/times.ts";
import { planDecision, type Step, type Surroundings } from "./plan.ts";
import { AGENT_PROFILES, RISK_PROFILES } from "./profiles.ts";

const CONSERVATIVE = RISK_PROFILES.get("conservative")!;
const LONG = accountOf({ positions: [positionOf10()] });
const SHORT = accountOf({ positions: [positionOf10({ side: "short" })] });

function around(given: Partial<Surroundings> = {}): Surroundings {
  const named = new Map<Leg, number>();
  return {
    instrument: ETH,
    shownPrice: 100,
    account: accountOf(),
    trade: null,
    profile: CONSERVATIVE,
    maxSlippageBps: 100,
    isOurs: (id) => id?.startsWith("our") ?? false,
    nextId: (leg) => {
      const count = named.get(leg) ?? 0;
      named.set(leg, count + 1);
      return `${leg} ${count}`;
    },
    ...given,
  };
}

function tradeOf(plan: Partial<ActiveTrade["plan"]> = {}, side: ActiveTrade["side"] = "long"): ActiveTrade {
  const words = { stop: null, target: null, words: "", ...plan };
  return { asset: "ETH", side, openedAt: MIDNIGHT, size: 10, plan: words };
}

function stepsOf(decision: Decision, given: Partial<Surroundings> = {}): readonly Step[] {
  const plan = planDecision(decision, around(given));
  ok("steps" in plan, JSON.stringify(plan));
  return plan.steps;
}

function refusalOf(decision: Decision, given: Partial<Surroundings> = {}): RefusalCode | null {
  const plan = planDecision(decision, around(given));
  return "refusal" in plan ? plan.refusal.code : null;
}

/** A leg in one line: "stop sell 10 @98 worst 88.2". */
function tell({ leg, side, size, triggerPrice, limitPrice, reduceOnly }: OrderLeg): string {
  const at = triggerPrice === null ? "" : ` @${triggerPrice}`;
  return `${leg} ${side} ${size ?? "all"}${at} worst ${limitPrice}${reduceOnly ? "" : " adds"}`;
}

function legs(step: Step): string[] {
  return step.proposal.group.legs.map(tell);
}

Deno.test("flat: buy and sell open, with the profile's stop and target where none is brought", () => {
  const [long, ...rest] = stepsOf(decisionOf({ exitPlan: "words" }));
  strictEqual(rest.length, 0);
  deepStrictEqual(legs(long), [
    "entry buy 10 worst 101 adds",
    "stop sell 10 @98 worst 88.2",
    "target sell 10 @104 worst 93.6",
  ]);
  const { group, allocationUsd, leverage, shownPrice } = long.proposal;
  deepStrictEqual([group.asset, group.purpose, allocationUsd, leverage, shownPrice], [
    "ETH",
    "open",
    1000,
    1,
    100,
  ]);
  strictEqual(long.exitPlan, "words");
  const [short] = stepsOf(decisionOf({ action: "sell" }));
  deepStrictEqual(legs(short), [
    "entry sell 10 worst 99 adds",
    "stop buy 10 @102 worst 112.2",
    "target buy 10 @96 worst 105.6",
  ]);
});

Deno.test("a decision's own stop and target go out instead, put on the grid towards the price", () => {
  const rows: [decision: Partial<Decision>, stop: string, target: string][] = [
    [{ stop: 97.5, target: 110 }, "@97.5", "@110"],
    [{ stop: 97.501, target: 110.009 }, "@97.51", "@110"],
    [{ action: "sell", stop: 102.509, target: 95.001 }, "@102.5", "@95.01"],
    [{ stop: null, target: null }, "@98", "@104"],
  ];
  for (const [given, stop, target] of rows) {
    const [step] = stepsOf(decisionOf(given));
    ok(legs(step)[1].includes(`${stop} `), legs(step)[1]);
    ok(legs(step)[2].includes(`${target} `), legs(step)[2]);
  }
});

Deno.test("a profile without a target sets none", () => {
  const [step] = stepsOf(decisionOf(), { profile: AGENT_PROFILES.get("buy-and-hold")! });
  deepStrictEqual(legs(step).map((leg) => leg.split(" ")[0]), ["entry", "stop"]);
  ok(legs(step)[1].includes("@20 "));
});

Deno.test("size = allocation × leverage ÷ shown price, rounded down to the grid", () => {
  const rows: [given: Partial<Decision>, size: number, leverage: number][] = [
    [{ allocationUsd: 1000 }, 10, 1],
    [{ allocationUsd: 1000, leverage: 3 }, 30, 3],
    [{ allocationUsd: 33.3333 }, 0.3333, 1],
    [{ allocationUsd: 0.001 }, 0, 1],
  ];
  for (const [given, size, leverage] of rows) {
    const [step] = stepsOf(decisionOf(given));
    strictEqual(step.proposal.group.legs[0].size, size);
    strictEqual(step.proposal.leverage, leverage);
    strictEqual(step.proposal.allocationUsd, given.allocationUsd);
  }
  const [step] = stepsOf(decisionOf({ asset: "BTC" }), { instrument: BTC, shownPrice: 42_313 });
  deepStrictEqual(legs(step), [
    "entry buy 0.02363 worst 42736 adds",
    "stop sell 0.02363 @41467 worst 37321",
    "target sell 0.02363 @44005 worst 39605",
  ]);
});

Deno.test("a profile of smallest sizes: every order of the group is just worth the minimum, whatever is asked for", () => {
  const profile = { ...CONSERVATIVE, smallest: true } as const;
  for (const allocationUsd of [0.5, 5_000]) {
    const [step] = stepsOf(decisionOf({ allocationUsd, leverage: 2 }), { profile });
    const { group, allocationUsd: takes, leverage } = step.proposal;
    deepStrictEqual(legs(step), [
      "entry buy 0.1134 worst 101 adds",
      "stop sell 0.1134 @98 worst 88.2",
      "target sell 0.1134 @104 worst 93.6",
    ]);
    deepStrictEqual([takes, leverage], [0.1134 * 100 / 2, 2]);
    const values = group.legs.map(({ size, limitPrice }) => size! * limitPrice);
    ok(values.every((value) => value >= 10) && (0.1134 - 0.0001) * 88.2 < 10);
  }
  const [sold] = stepsOf(decisionOf({ action: "sell" }), { profile });
  strictEqual(
    sold.proposal.group.legs[0].size,
    0.1011,
    "of a short the entry itself has the lowest price, 99",
  );
});

Deno.test("an entry that cannot be understood is malformed", () => {
  const rows: Partial<Decision>[] = [
    { allocationUsd: undefined },
    { allocationUsd: 0 },
    { allocationUsd: -100 },
    { allocationUsd: NaN },
    { allocationUsd: 1e300 },
    { allocationUsd: 1e8, leverage: 11 },
    { leverage: 0 },
    { leverage: -1 },
    { leverage: 1.5 },
    { leverage: 1e300 },
  ];
  for (const given of rows) strictEqual(refusalOf(decisionOf(given)), "malformed", JSON.stringify(given));
  strictEqual(refusalOf(decisionOf({ allocationUsd: 1e8, leverage: 10 })), null);
});

const STANDING = [
  openOrderOf({ clientOrderId: "our stop", kind: "stop", triggerPrice: 97 }),
  openOrderOf({ clientOrderId: "our target", kind: "target", triggerPrice: 103 }),
  openOrderOf({ clientOrderId: "a stranger's stop" }),
  openOrderOf({ clientOrderId: null }),
  openOrderOf({ clientOrderId: "our limit", kind: "limit", triggerPrice: null }),
  openOrderOf({ clientOrderId: "our stop of SOL", asset: "SOL" }),
];
const PROTECTED: AccountState = { ...LONG, openOrders: STANDING };

Deno.test("same side: the entry goes out with its own exits, then one stop and target for the whole replace all", () => {
  const [entry, whole, ...rest] = stepsOf(decisionOf({ exitPlan: "words" }), {
    account: PROTECTED,
    trade: tradeOf({ stop: 97, target: 103 }),
  });
  strictEqual(rest.length, 0);
  strictEqual(entry.proposal.group.purpose, "add");
  deepStrictEqual(legs(entry), [
    "entry buy 10 worst 101 adds",
    "stop sell 10 @98 worst 88.2",
    "target sell 10 @103 worst 92.7",
  ]);
  deepStrictEqual(entry.replaces, []);
  strictEqual(whole.proposal.group.purpose, "protect");
  deepStrictEqual(legs(whole), ["stop sell all @98 worst 88.2", "target sell all @103 worst 92.7"]);
  deepStrictEqual(whole.replaces, [
    { leg: "stop", clientOrderId: "our stop" },
    { leg: "target", clientOrderId: "our target" },
    { leg: "stop", clientOrderId: "stop 0" },
    { leg: "target", clientOrderId: "target 0" },
  ]);
  strictEqual(whole.exitPlan, "words");
  deepStrictEqual(whole.proposal.group.legs.map(({ clientOrderId }) => clientOrderId), [
    "stop 1",
    "target 1",
  ]);
});

Deno.test("an add's stop is the nearer of old and new, its target the decision's, else the old one", () => {
  const rows: [
    what: string,
    given: Partial<Decision>,
    side: "long" | "short",
    old: Partial<ActiveTrade["plan"]>,
    whole: string[],
  ][] = [
    ["the old stop is nearer", { stop: 97 }, "long", { stop: 99, target: 103 }, ["@99", "@103"]],
    ["the new stop is nearer", { stop: 99 }, "long", { stop: 97, target: 103 }, ["@99", "@103"]],
    ["the decision's target", { stop: 97, target: 120 }, "long", { stop: 97, target: 103 }, ["@97", "@120"]],
    ["there was no target: the profile's is not set", {}, "long", { stop: 97 }, ["@98"]],
    ["there was no plan", { stop: 97 }, "long", {}, ["@97"]],
    ["a short, the old stop is nearer", { stop: 103 }, "short", { stop: 101, target: 90 }, ["@101", "@90"]],
    ["a short, the new stop is nearer", { stop: 101 }, "short", { stop: 103, target: 90 }, ["@101", "@90"]],
  ];
  for (const [what, given, side, old, wanted] of rows) {
    const action = side === "long" ? "buy" : "sell";
    const account = side === "long" ? LONG : SHORT;
    const [, whole] = stepsOf(decisionOf({ action, ...given }), { account, trade: tradeOf(old, side) });
    deepStrictEqual(whole.proposal.group.legs.map(({ triggerPrice }) => `@${triggerPrice}`), wanted, what);
  }
});

Deno.test("opposite side: the whole position is closed, reduce-only, and nothing is opened", () => {
  const rows: [action: "buy" | "sell", account: AccountState, wanted: string][] = [
    ["sell", LONG, "close sell 10 worst 99"],
    ["buy", SHORT, "close buy 10 worst 101"],
  ];
  for (const [action, account, wanted] of rows) {
    const [step, ...rest] = stepsOf(decisionOf({ action, allocationUsd: undefined }), { account });
    strictEqual(rest.length, 0);
    strictEqual(step.proposal.group.purpose, "close");
    deepStrictEqual(legs(step), [wanted]);
    deepStrictEqual(step.replaces, [], "its stop and target go with it");
  }
});

Deno.test("close: the whole position, reduce-only; flat there is nothing to close", () => {
  const [step] = stepsOf(decisionOf({ action: "close" }), { account: SHORT });
  deepStrictEqual(legs(step), ["close buy 10 worst 101"]);
  deepStrictEqual([step.proposal.allocationUsd, step.proposal.group.purpose], [0, "close"]);
  strictEqual(refusalOf(decisionOf({ action: "close" })), "no-position");
});

function holdOf(given: Partial<Decision>): Decision {
  return { asset: "ETH", action: "hold", rationale: "", ...given };
}

Deno.test("hold: without exits it means nothing; with exits and no position there is nothing to protect", () => {
  deepStrictEqual(stepsOf(holdOf({})), []);
  deepStrictEqual(stepsOf(holdOf({ stop: null, target: null }), { account: LONG }), []);
  strictEqual(refusalOf(holdOf({ stop: 99 })), "no-position");
  strictEqual(refusalOf(holdOf({ target: 110 })), "no-position");
});

Deno.test("hold with exits: one group for the whole position, which replaces ours of the same kind", () => {
  const rows: [what: string, given: Partial<Decision>, wanted: string[]][] = [
    ["a stop", { stop: 99 }, ["stop sell all @99 worst 89.1"]],
    ["a target", { target: 110 }, ["target sell all @110 worst 99"]],
    ["both", { stop: 99, target: 110 }, ["stop sell all @99 worst 89.1", "target sell all @110 worst 99"]],
    ["on the grid towards the price", { stop: 98.991 }, ["stop sell all @99 worst 89.1"]],
    ["a target on the grid towards the price", { target: 110.009 }, ["target sell all @110 worst 99"]],
  ];
  for (const [what, given, wanted] of rows) {
    const [step] = stepsOf(holdOf({ exitPlan: "new words", ...given }), {
      account: PROTECTED,
      trade: tradeOf({ stop: 97, target: 103 }),
    });
    deepStrictEqual(legs(step), wanted, what);
    strictEqual(step.proposal.group.purpose, "protect");
    strictEqual(step.proposal.presentStop, 97, "a stop may only come nearer than this");
    strictEqual(step.exitPlan, "new words");
    deepStrictEqual(step.replaces.map(({ clientOrderId }) => clientOrderId), ["our stop", "our target"]);
  }
});

Deno.test("hold on a short: exits on the other side, rounded the other way", () => {
  const [step] = stepsOf(holdOf({ stop: 101.009, target: 89.991 }), {
    account: SHORT,
    trade: tradeOf({}, "short"),
  });
  deepStrictEqual(legs(step), ["stop buy all @101 worst 111.1", "target buy all @90 worst 99"]);
  strictEqual(step.proposal.presentStop, null);
});

Deno.test("the same decision in the same surroundings is planned alike", () => {
  const given = { account: PROTECTED, trade: tradeOf({ stop: 97, target: 103 }) };
  deepStrictEqual(stepsOf(decisionOf(), given), stepsOf(decisionOf(), given));
});
