import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type AccountState, grossNotional, positionOf } from "../model/account.ts";
import { OrderNamer } from "../model/client_order_id.ts";
import type { Action, Decision } from "../model/decision.ts";
import type { RefusalCode } from "../model/diary_entry.ts";
import { isPriceOnGrid, isSizeOnGrid } from "../model/instrument.ts";
import type { RiskProfile } from "../model/risk_profile.ts";
import { RunState } from "../model/run_state.ts";
import { accountOf, decisionOf, fillOf, openOrderOf, positionOf10 } from "../testing/accounts.ts";
import { BTC, bySymbol, ETH, SOL } from "../testing/instruments.ts";
import { HOUR, MIDNIGHT, MINUTE, QUARTER } from "../testing/times.ts";
import { type Circumstances, intentOf, type Judged, judgeDecisions } from "./judge_decisions.ts";
import { RISK_PROFILES } from "./profiles.ts";

const MODERATE = RISK_PROFILES.get("moderate")!;
const INSTRUMENTS = bySymbol(BTC, ETH, SOL);
const CLOSE = MIDNIGHT + HOUR;

function circumstances(given: Partial<Circumstances> = {}): Circumstances {
  const state = given.state ?? new RunState(INSTRUMENTS);
  return {
    close: CLOSE,
    interval: "15m",
    account: accountOf(),
    state,
    profile: MODERATE,
    halt: null,
    instruments: INSTRUMENTS,
    shown: new Map([["BTC", 42_313], ["ETH", 100], ["SOL", 50]]),
    maxSlippageBps: 100,
    takerFee: 0.00045,
    sendWithinMs: Infinity,
    namer: new OrderNamer({ key: "k", close: CLOSE }, (asset, leg) => state.attempts(CLOSE, asset, leg)),
    ...given,
  };
}

/** What became of each decision: a refusal's code, or "sent". */
function outcomes({ records }: Judged): (RefusalCode | "sent")[] {
  return records.map(({ outcome, refusal }) => outcome === "refused" ? refusal!.code : "sent");
}

function judgeAll(
  decisions: readonly Decision[],
  given: Partial<Circumstances> = {},
): (RefusalCode | "sent")[] {
  return outcomes(judgeDecisions(decisions, circumstances(given)));
}

const HOLD: Decision = { asset: "ETH", action: "hold", rationale: "" };
const LONG = accountOf({ positions: [positionOf10()] });

Deno.test("what is refused before the gate, each beside a row that passes", () => {
  const noShown: Partial<Circumstances> = { shown: new Map([["SOL", 50]]) };
  const rows: [what: string, decisions: Decision[], given: Partial<Circumstances>, wanted: string[]][] = [
    ["an asset of the run", [decisionOf()], {}, ["sent"]],
    ["an asset that the run does not trade", [decisionOf({ asset: "DOGE" })], {}, ["unknown-asset"]],
    ["one decision for each asset", [decisionOf(), decisionOf({ asset: "SOL" })], {}, ["sent", "sent"]],
    ["a second one for the asset", [decisionOf(), decisionOf({ action: "sell" })], {}, ["sent", "duplicate"]],
    [
      "a second one for an asset that was refused",
      [decisionOf({ leverage: 0 }), decisionOf()],
      {},
      ["malformed", "duplicate"],
    ],
    ["an idle hold is none", [HOLD, decisionOf(), HOLD], {}, ["sent"]],
    ["an asset that could not be observed", [decisionOf()], noShown, ["stale-data"]],
    ["nor is it closed blindly", [decisionOf({ action: "close" })], { ...noShown, account: LONG }, [
      "stale-data",
    ]],
    ["an entry without an amount", [decisionOf({ allocationUsd: undefined })], {}, ["malformed"]],
    ["an amount beyond counting", [decisionOf({ allocationUsd: 1e300 })], {}, ["malformed"]],
    ["a close with a position", [decisionOf({ action: "close" })], { account: LONG }, ["sent"]],
    ["a close without a position", [decisionOf({ action: "close" })], {}, ["no-position"]],
    ["a moved stop with a position", [{ ...HOLD, stop: 99 }], { account: LONG }, ["sent"]],
    ["a moved stop without a position", [{ ...HOLD, stop: 99 }], {}, ["no-position"]],
    ["nothing decided", [], {}, []],
  ];
  for (const [what, decisions, given, wanted] of rows) {
    deepStrictEqual(judgeAll(decisions, given), wanted, what);
  }
});

Deno.test("several decisions of one cycle share the free balance and the gross limit, in their order", () => {
  const one = (asset: string, allocationUsd: number, leverage = 1) =>
    decisionOf({ asset, allocationUsd, leverage });
  const rows: [what: string, decisions: Decision[], wanted: string[]][] = [
    ["the balance serves two", [one("ETH", 5000), one("SOL", 4990)], ["sent", "sent"]],
    ["the third finds what two have left", [one("ETH", 3000), one("SOL", 3000), one("BTC", 3990)], [
      "sent",
      "sent",
      "sent",
    ]],
    ["the third finds too little left", [one("ETH", 3000), one("SOL", 3000), one("BTC", 4000)], [
      "sent",
      "sent",
      "free-balance",
    ]],
    ["the second finds too little left", [one("ETH", 5000), one("SOL", 5000)], ["sent", "free-balance"]],
    [
      "what was refused takes nothing",
      [one("ETH", 6001), one("SOL", 5000), one("BTC", 4990)],
      ["margin", "sent", "sent"],
    ],
    ["gross serves two", [one("ETH", 2000, 10), one("SOL", 1000, 10)], ["sent", "sent"]],
    ["the second is above gross", [one("ETH", 2000, 10), one("SOL", 1001, 10)], ["sent", "gross"]],
    ["a smaller third still fits", [one("ETH", 2000, 10), one("SOL", 1001, 10), one("BTC", 900, 10)], [
      "sent",
      "gross",
      "sent",
    ]],
  ];
  for (const [what, decisions, wanted] of rows) deepStrictEqual(judgeAll(decisions), wanted, what);
});

Deno.test("an add at a lower leverage also takes what it ties up for what stands", () => {
  const position = positionOf10({ leverage: 5, marginUsedUsd: 200 });
  const account = accountOf({ freeUsd: 3000, positions: [position] });
  const after = (allocationUsd: number) =>
    judgeAll([decisionOf({ allocationUsd: 1000 }), decisionOf({ asset: "SOL", allocationUsd })], { account });
  // 1,000 for the add, 800 more for the 1,000 that stood at 5×, and fees.
  deepStrictEqual(after(1198), ["sent", "sent"]);
  deepStrictEqual(after(1201), ["sent", "free-balance"]);
});

Deno.test("fees are shared, too", () => {
  // 4,997.75 at 1× and its fee of 2.25 leave 5,000.00, of which 4,997.75 and 2.24… can be taken.
  const account = accountOf({ equityUsd: 9999.99 });
  const pair = [decisionOf({ allocationUsd: 4997.75 }), decisionOf({ asset: "SOL", allocationUsd: 4997.75 })];
  deepStrictEqual(judgeAll(pair, { account }), ["sent", "free-balance"]);
  deepStrictEqual(judgeAll(pair, { account: accountOf({ equityUsd: 10_000 }) }), ["sent", "sent"]);
});

Deno.test("cool-down counts whole decision candles, of the asset, whatever closed it", () => {
  const rows: [what: string, closedAt: number, wanted: string][] = [
    ["closed on the close two candles ago", CLOSE - 2 * QUARTER, "sent"],
    ["closed inside the candle before those two", CLOSE - 2 * QUARTER - 1, "sent"],
    ["closed a moment into them: only one is whole", CLOSE - 2 * QUARTER + 1, "cool-down"],
    ["closed on the close one candle ago", CLOSE - QUARTER, "cool-down"],
    ["closed on this close", CLOSE, "cool-down"],
  ];
  for (const [what, time, wanted] of rows) {
    const state = new RunState(INSTRUMENTS);
    state.absorb(fillOf({ time: MIDNIGHT }));
    state.absorb(fillOf({ time, side: "sell" }));
    deepStrictEqual(
      judgeAll([decisionOf(), decisionOf({ asset: "SOL" })], { state }),
      [wanted, "sent"],
      what,
    );
  }
});

Deno.test("cool-down on another interval counts that interval's candles", () => {
  const state = new RunState(INSTRUMENTS);
  state.absorb(fillOf({ time: MIDNIGHT }));
  state.absorb(fillOf({ time: CLOSE - 10 * MINUTE, side: "sell" }));
  deepStrictEqual(judgeAll([decisionOf()], { state, interval: "5m" }), ["sent"]);
  deepStrictEqual(judgeAll([decisionOf()], { state, interval: "15m" }), ["cool-down"]);
});

Deno.test("a record tells what was ordered: size, shown price, exits on the grid and client order ids", () => {
  const { records, sendings } = judgeDecisions(
    [decisionOf({ stop: 99.001, exitPlan: "words" })],
    circumstances(),
  );
  const [{ order, step, record }] = sendings;
  const [entry, stop, target] = order.legs.map(({ clientOrderId }) => clientOrderId);
  deepStrictEqual(records, [{
    ...decisionOf({ exitPlan: "words" }),
    outcome: "unknown",
    size: 10,
    shownPrice: 100,
    stop: 99.01,
    target: 102,
    orders: { entry, stop, target },
  }]);
  strictEqual(new Set([entry, stop, target]).size, 3);
  deepStrictEqual([record, step.exitPlan, order.leverage], [0, "words", 1]);
});

Deno.test("an add's record names the entry and the exits of the whole; a hold's has no size", () => {
  const state = new RunState(INSTRUMENTS);
  state.absorb(fillOf({ size: 10 }));
  state.book.setPlan("ETH", { stop: 99.5, target: 103, words: "" });
  const added = judgeDecisions([decisionOf({ allocationUsd: 500 })], circumstances({ state, account: LONG }));
  const whole = added.sendings[1].order.legs;
  strictEqual(added.records[0].size, 5);
  strictEqual(added.records[0].stop, 99.5);
  strictEqual(added.records[0].target, 103);
  strictEqual(added.records[0].orders?.stop, whole[0].clientOrderId);
  strictEqual(added.records[0].orders?.entry, added.sendings[0].order.legs[0].clientOrderId);
  const held = judgeDecisions([{ ...HOLD, stop: 99.6 }], circumstances({ state, account: LONG }));
  deepStrictEqual(Object.keys(held.records[0].orders!), ["stop"]);
  strictEqual("size" in held.records[0], false);
  strictEqual(held.records[0].stop, 99.6);
});

Deno.test("an add whose protection would be refused is refused as a whole", () => {
  const state = new RunState(INSTRUMENTS);
  state.absorb(fillOf({ size: 10 }));
  state.book.setPlan("ETH", { stop: 100.5, target: null, words: "" });
  const judged = judgeDecisions(
    [decisionOf({ allocationUsd: 500 })],
    circumstances({ state, account: LONG }),
  );
  deepStrictEqual(outcomes(judged), ["stop-side"]);
  deepStrictEqual(judged.sendings, []);
});

Deno.test("the leverage is set where the position or the run's memory does not show it", () => {
  const leverageOf = (given: Partial<Circumstances>) =>
    judgeDecisions([decisionOf({ leverage: 5, allocationUsd: 100 })], circumstances(given)).sendings[0].order
      .leverage;
  strictEqual(leverageOf({}), 5);
  strictEqual(leverageOf({ account: accountOf({ positions: [positionOf10({ leverage: 5 })] }) }), null);
  strictEqual(leverageOf({ account: LONG }), 5);
  const state = new RunState(INSTRUMENTS);
  const intent = { kind: "intent", close: MIDNIGHT, origin: "agent", decisions: [] } as const;
  const clientOrderId = `0x${"1".repeat(32)}`;
  const leg = {
    leg: "entry",
    clientOrderId,
    side: "buy",
    size: 1,
    limitPrice: 101,
    triggerPrice: null,
    reduceOnly: false,
  } as const;
  state.intend({ ...intent, orders: [{ asset: "ETH", purpose: "open", legs: [leg], leverage: 5 }] });
  strictEqual(leverageOf({ state }), 5, "what is only intended may never have been sent");
  const outcome = { kind: "outcome", close: MIDNIGHT, asset: "ETH", purpose: "open" } as const;
  const accepted = { leg: "entry", clientOrderId, status: "accepted", filledSize: 1, price: 100 } as const;
  state.settle({ ...outcome, legs: [accepted] });
  strictEqual(leverageOf({ state }), null);
  state.settle({ ...outcome, legs: [{ leg: "entry", clientOrderId, status: "unknown", reason: "timeout" }] });
  strictEqual(leverageOf({ state }), 5);
});

Deno.test("the intent holds the decisions that do something and the approved orders with their words", () => {
  const decisions = [HOLD, decisionOf({ exitPlan: "words" }), decisionOf({ asset: "DOGE" })];
  const judged = judgeDecisions(decisions, circumstances());
  const intent = intentOf(decisions, judged, { close: CLOSE, origin: "agent", memory: 7 });
  deepStrictEqual(intent.decisions, decisions.slice(1));
  const { asset, purpose, legs, leverage } = judged.sendings[0].order;
  deepStrictEqual(intent.orders, [{ asset, purpose, legs, leverage, exitPlan: "words" }]);
  deepStrictEqual([intent.kind, intent.close, intent.origin, intent.memory], ["intent", CLOSE, "agent", 7]);
});

const price = fc.oneof(
  fc.double({ min: 80, max: 120, noNaN: true }),
  fc.constantFrom(0, -1, 100, 1e300, 98, 102, 99.99, 100.01),
);
const anyDecision: fc.Arbitrary<Decision> = fc.record({
  asset: fc.constantFrom("BTC", "ETH", "SOL", "DOGE"),
  action: fc.constantFrom<Action>("buy", "sell", "hold", "close"),
  allocationUsd: fc.oneof(
    fc.double({ min: -10, max: 12_000, noNaN: true }),
    fc.constantFrom(0, 1e300, undefined),
  ),
  leverage: fc.oneof(fc.integer({ min: 0, max: 25 }), fc.constantFrom(1.5, 1e300, undefined)),
  stop: fc.option(price, { nil: undefined }),
  target: fc.option(price, { nil: null }),
  rationale: fc.constant(""),
});
const anyPosition = fc.record({
  asset: fc.constantFrom("ETH", "SOL"),
  side: fc.constantFrom<"long" | "short">("long", "short"),
  size: fc.integer({ min: 1, max: 400 }),
  leverage: fc.constantFrom(1, 2, 5, 10),
  withStop: fc.boolean(),
});

Deno.test("whatever is decided, nothing that is approved breaks a limit or lacks a stop on its side", () => {
  const cases = fc.record({
    decisions: fc.array(anyDecision, { maxLength: 6 }),
    position: fc.option(anyPosition, { nil: null }),
    profile: fc.constantFrom(...RISK_PROFILES.values()),
    free: fc.double({ min: 0.1, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ decisions, position, profile, free }) => {
      const positions = position === null ? [] : [positionOf10(position)];
      const flat = accountOf({ positions });
      const account = { ...flat, freeUsd: Math.max(0, flat.freeUsd * free) };
      const state = new RunState(INSTRUMENTS);
      if (position !== null) {
        const { asset, side, size, withStop } = position;
        state.absorb(fillOf({ asset, side: side === "long" ? "buy" : "sell", size }));
        const stop = withStop ? (side === "long" ? 99.8 : 100.2) : null;
        state.book.setPlan(asset, { stop, target: null, words: "" });
      }
      const shown = new Map([["BTC", 100], ["ETH", 100], ["SOL", 100]]);
      checkLimits(
        judgeDecisions(decisions, circumstances({ account, profile, state, shown })),
        account,
        profile,
      );
    }),
    { numRuns: 3000 },
  );
});

/** Reckons anew, by the words alone, what the approved orders come to. All prices are 100 USD. */
function checkLimits({ sendings, records }: Judged, account: AccountState, profile: RiskProfile): void {
  const cent = 0.0001;
  let gross = grossNotional(account);
  let free = account.freeUsd;
  for (const { order, record } of sendings) {
    for (const leg of order.legs) {
      const instrument = INSTRUMENTS.get(order.asset)!;
      ok(leg.size === null || isSizeOnGrid(leg.size, instrument));
      ok(isPriceOnGrid(leg.limitPrice, instrument));
      ok(leg.triggerPrice === null || isPriceOnGrid(leg.triggerPrice, instrument));
      strictEqual(leg.reduceOnly, leg.leg !== "entry");
    }
    const [entry, stop] = order.legs;
    if (entry.leg !== "entry") continue;
    strictEqual(stop?.leg, "stop");
    const distance = (entry.side === "buy" ? 100 - stop.triggerPrice! : stop.triggerPrice! - 100) / 100;
    ok(distance > 0 && distance <= profile.maxStopDistance + 1e-9, `stop at ${distance}`);
    const leverage = records[record].leverage ?? 1;
    ok(leverage <= Math.min(profile.maxLeverage, INSTRUMENTS.get(order.asset)!.maxLeverage));
    const present = positionOf(account, order.asset);
    const notional = (present?.notionalUsd ?? 0) + entry.size! * 100;
    ok(
      notional / leverage <= profile.maxMarginShare * account.equityUsd + cent,
      `margin ${notional / leverage}`,
    );
    ok(entry.size! * entry.limitPrice >= 10);
    gross += entry.size! * 100;
    free -= notional / leverage - (present?.marginUsedUsd ?? 0) + entry.size! * 100 * 0.00045;
  }
  const entered = sendings.some(({ order }) => order.legs[0].leg === "entry");
  if (!entered) return;
  ok(gross <= profile.maxGrossLeverage * account.equityUsd + cent, `gross ${gross}`);
  // Closes and higher leverages only set margin free, so what entries take alone must not exceed it.
  ok(free >= -cent, `free ${free}`);
}

Deno.test("nothing approved without a halt is an entry under one", () => {
  fc.assert(fc.property(fc.array(anyDecision, { maxLength: 4 }), (decisions) => {
    const account = accountOf({ positions: [positionOf10()], openOrders: [openOrderOf()] });
    const halt = { until: "next-day", loss: -0.1 } as const;
    const { sendings } = judgeDecisions(decisions, circumstances({ account, halt }));
    for (const { order } of sendings) ok(order.purpose === "close" || order.purpose === "protect");
  }));
});
