import { type AccountState, positionOf } from "../model/account.ts";
import type { ApprovedOrder } from "../model/approved_order.ts";
import type { OrderNamer } from "../model/client_order_id.ts";
import { type Decision, isIdle } from "../model/decision.ts";
import type { DecisionRecord, Halt, IntendedOrder, IntentEntry, Refusal } from "../model/diary_entry.ts";
import type { Instrument } from "../model/instrument.ts";
import { candlesSince, type Interval } from "../model/interval.ts";
import type { Leg } from "../model/order.ts";
import type { RiskProfile } from "../model/risk_profile.ts";
import type { RunState } from "../model/run_state.ts";
import { judge } from "./gate.ts";
import { NOTHING_TAKEN, refuse, type Taken } from "./proposal.ts";
import { planDecision, type Step, type Surroundings } from "./plan.ts";

/** The price that an agent was shown of each asset, USD. */
export type ShownPrices = Pick<ReadonlyMap<string, number>, "get" | "has">;

/** What decisions are judged by. */
export interface Circumstances {
  readonly close: number;
  readonly interval: Interval;
  readonly account: AccountState;
  readonly state: RunState;
  readonly profile: RiskProfile;
  readonly halt: Halt | null;
  readonly instruments: ReadonlyMap<string, Instrument>;
  /** The shown price of each asset that can be observed. */
  readonly shown: ShownPrices;
  readonly takerFee: number;
  readonly maxSlippageBps: number;
  readonly namer: OrderNamer;
  /** Assets that are too far from their candles to be entered, with their basis, basis points; not given: none is. */
  readonly farBps?: ReadonlyMap<string, number> | undefined;
  /** So long after its intent an order is not sent any more, ms; Infinity: it always is. */
  readonly sendWithinMs: number;
}

/** An approved step and the decision it comes from. */
export interface Sending {
  readonly record: number;
  readonly step: Step;
  readonly order: ApprovedOrder;
}

/** Decisions turned into approved orders or refusals. */
export interface Judged {
  readonly records: DecisionRecord[];
  readonly sendings: readonly Sending[];
}

/** Turns decisions into approved orders or refusals, each judged after what the ones before it take. Pure. */
export function judgeDecisions(decisions: readonly Decision[], by: Circumstances): Judged {
  const records: DecisionRecord[] = [];
  const sendings: Sending[] = [];
  const seen = new Set<string>();
  let taken = NOTHING_TAKEN;
  for (const decision of decisions) {
    if (isIdle(decision)) continue;
    const refusal = seen.has(decision.asset)
      ? refuse("duplicate", "a second decision for the asset")
      : unknownOrStale(decision, by);
    seen.add(decision.asset);
    const judged = refusal === null ? judgeOne(decision, by, taken) : { refusal };
    if ("refusal" in judged) {
      records.push({ ...decision, outcome: "refused", refusal: judged.refusal });
      continue;
    }
    taken = judged.taken;
    for (const { step, order } of judged.sendings) sendings.push({ record: records.length, step, order });
    records.push(recordOf(decision, judged.sendings, by));
  }
  return { records, sendings };
}

/** The line that is written before anything is sent. */
export function intentOf(
  decisions: readonly Decision[],
  judged: Judged,
  rest: Omit<IntentEntry, "kind" | "decisions" | "orders">,
): IntentEntry {
  const orders = judged.sendings.map(({ order, step, record }): IntendedOrder => {
    const { asset, purpose, legs, leverage } = order;
    const intended = { asset, purpose, legs, leverage, exitPlan: step.exitPlan };
    const { invalidation } = judged.records[record];
    return invalidation === undefined ? intended : { ...intended, invalidation };
  });
  return { kind: "intent", ...rest, decisions: decisions.filter((decision) => !isIdle(decision)), orders };
}

function unknownOrStale({ asset, action }: Decision, by: Circumstances): Refusal | null {
  if (!by.instruments.has(asset)) {
    return refuse("unknown-asset", `the run trades ${[...by.instruments.keys()].join(", ")}`);
  }
  if (!by.shown.has(asset)) return refuse("stale-data", "the asset could not be observed");
  const basisBps = action === "buy" || action === "sell" ? by.farBps?.get(asset) : undefined;
  if (basisBps === undefined) return null;
  return refuse(
    "basis",
    `the price is ${basisBps.toFixed(1)} basis points from the candles it was decided on`,
  );
}

function judgeOne(
  decision: Decision,
  by: Circumstances,
  taken: Taken,
): { refusal: Refusal } | { sendings: Omit<Sending, "record">[]; taken: Taken } {
  const plan = planDecision(decision, surroundingsOf(decision.asset, by));
  if ("refusal" in plan) return plan;
  const closedAt = by.state.closedAt(decision.asset);
  const sendings: Omit<Sending, "record">[] = [];
  let total = taken;
  for (const step of plan.steps) {
    const verdict = judge(step.proposal, {
      account: by.account,
      instruments: by.instruments,
      profile: by.profile,
      halt: by.halt,
      candlesSinceClose: closedAt === null ? null : candlesSince(closedAt, by.close, by.interval),
      takerFee: by.takerFee,
      knownLeverage: knownLeverage(decision.asset, by),
      taken: total,
    });
    if ("refusal" in verdict) return verdict;
    total = {
      marginUsd: total.marginUsd + verdict.takes.marginUsd,
      notionalUsd: total.notionalUsd + verdict.takes.notionalUsd,
      feesUsd: total.feesUsd + verdict.takes.feesUsd,
    };
    sendings.push({ step, order: verdict.approved });
  }
  return { sendings, taken: total };
}

/** What a decision of this asset is turned into orders with. The asset must be known and shown. */
export function surroundingsOf(asset: string, by: Circumstances): Surroundings {
  return {
    instrument: by.instruments.get(asset)!,
    shownPrice: by.shown.get(asset)!,
    account: by.account,
    trade: by.state.book.active(asset),
    profile: by.profile,
    maxSlippageBps: by.maxSlippageBps,
    isOurs: (id) => by.state.ownLeg(id) !== null,
    nextId: (leg) => by.namer.next(asset, leg),
  };
}

function knownLeverage(asset: string, { account, state }: Circumstances): number | null {
  return positionOf(account, asset)?.leverage ?? state.leverageOf(asset);
}

function recordOf(
  decision: Decision,
  sendings: readonly Omit<Sending, "record">[],
  by: Circumstances,
): DecisionRecord {
  const first = sendings[0].order;
  const size = first.legs[0].size;
  // One object, filled in the order of the diary: to put it together from several is what costs here.
  const record: Building = { ...decision, outcome: "unknown" };
  if (size !== null) record.size = size;
  record.shownPrice = by.shown.get(decision.asset)!;
  takeExits(record, sendings[sendings.length - 1].order);
  const orders: Partial<Record<Leg, string>> = {};
  for (const { order } of sendings) {
    for (const { leg, clientOrderId } of order.legs) orders[leg] = clientOrderId;
  }
  record.orders = orders;
  return record;
}

/** A record while it is put together. */
type Building = { -readonly [Field in keyof DecisionRecord]: DecisionRecord[Field] };

/** Takes over the stop and target that really go out, on the grid. */
function takeExits(record: Building, { legs }: ApprovedOrder): void {
  for (const { leg, triggerPrice } of legs) {
    if (triggerPrice !== null && (leg === "stop" || leg === "target")) record[leg] = triggerPrice;
  }
}
