import { type AccountState, type Position, positionOf } from "../model/account.ts";
import type { Fault, NakedTime, OutcomeEntry } from "../model/diary_entry.ts";
import type { LegOutcome, OpenOrder } from "../model/order.ts";
import { closingSide } from "../model/order.ts";
import type { RunState } from "../model/run_state.ts";
import type { Clock } from "../ports/clock.ts";
import type { Diary } from "../ports/diary.ts";
import type { Exchange } from "../ports/exchange.ts";
import { judge, NOTHING_TAKEN } from "../risk/gate.ts";
import { type Circumstances, surroundingsOf } from "../risk/judge_decisions.ts";
import { closeStep, protectStep, type Step } from "../risk/plan.ts";
import { stopAt } from "../risk/prices.ts";
import { openingSide } from "../model/order.ts";

/** The ports that Secure looks and mends through. */
export interface SecurePorts {
  readonly clock: Clock;
  readonly exchange: Exchange;
  readonly diary: Diary;
}

/** What Secure found and did. */
export interface Secured {
  readonly naked: readonly NakedTime[];
  readonly faults: readonly Fault[];
}

const NOTHING: Secured = { naked: [], faults: [] };

/**
 * Holds the account as it is now against the law that every position has a stop for its whole size and every
 * protective order a position, and mends what is not so. Where a stop cannot be placed the position is closed.
 */
export async function secure(ports: SecurePorts, by: Circumstances): Promise<Secured> {
  const unprotected = by.account.positions.filter((position) => missing(position, by).length > 0);
  const orphans = by.account.openOrders.filter((order) => isOrphan(order, by));
  if (unprotected.length === 0 && orphans.length === 0) return NOTHING;
  const naked: NakedTime[] = [];
  const faults: Fault[] = [];
  for (const position of unprotected) {
    const mended = await protect(position, ports, by);
    if (mended.naked !== null) naked.push(mended.naked);
    faults.push(mended.fault);
  }
  for (const order of orphans) faults.push(await cancelOrphan(order, ports.exchange));
  return { naked, faults };
}

/** The exits a position should have and has not: always a stop for its whole size, a target where the plan has one. */
function missing(position: Position, { account, state }: Circumstances): ("stop" | "target")[] {
  const found: ("stop" | "target")[] = [];
  if (!covers("stop", position, account)) found.push("stop");
  const target = state.book.active(position.asset)?.plan.target ?? null;
  if (target !== null && !covers("target", position, account)) found.push("target");
  return found;
}

function covers(kind: "stop" | "target", position: Position, account: AccountState): boolean {
  let size = 0;
  for (const order of account.openOrders) {
    if (order.kind !== kind || order.asset !== position.asset || !order.reduceOnly) continue;
    if (order.side !== closingSide(position.side)) continue;
    if (order.size === null) return true;
    size += order.size;
  }
  return size >= position.size;
}

function isOrphan(order: OpenOrder, { account, state }: Circumstances): boolean {
  if (order.kind === "limit" || state.ownLeg(order.clientOrderId) === null) return false;
  return positionOf(account, order.asset) === null;
}

async function protect(
  position: Position,
  ports: SecurePorts,
  by: Circumstances,
): Promise<{ naked: NakedTime | null; fault: Fault }> {
  const { asset } = position;
  const lacks = missing(position, by);
  const since = nakedSince(position, by.state);
  const protected_ = await tryStep(protection(position, lacks, by), ports, by);
  const closed = protected_ ? null : await tryStep(closing(position, by), ports, by);
  const done = protected_
    ? `placed ${lacks.join(" and ")}`
    : closed
    ? "closed the position"
    : "it stands open";
  const what = `the ${position.side} of ${position.size} had no ${lacks.join(" and no ")}`;
  const fault: Fault = { step: "secure", on: asset, what, done };
  if (!lacks.includes("stop")) return { naked: null, fault };
  const lengthMs = ports.clock.now() - since;
  return { naked: { asset, cause: what, lengthMs }, fault };
}

/** When the position was last known to be protected, or opened, ms. */
function nakedSince(position: Position, state: RunState): number {
  const openedAt = state.book.active(position.asset)?.openedAt ?? state.lastClose;
  return Math.max(openedAt, state.lastClose);
}

function protection(
  position: Position,
  lacks: readonly ("stop" | "target")[],
  by: Circumstances,
): Step | null {
  const { asset, mark, side } = position;
  const instrument = by.instruments.get(asset);
  if (instrument === undefined) return null;
  const plan = by.state.book.active(asset)?.plan;
  const byDistance = { side: openingSide(side), distance: by.profile.defaultStopDistance };
  const stop = plan?.stop ?? stopAt(mark, byDistance, instrument);
  // A stop that the price has passed already would fill at once at any price: then closing is the better way.
  if (lacks.includes("stop") && (side === "long" ? mark <= stop : mark >= stop)) return null;
  const exit = {
    stop: lacks.includes("stop") ? stop : null,
    target: lacks.includes("target") ? plan?.target ?? null : null,
  };
  return protectStep(position, exit, markSurroundings(position, by));
}

function closing(position: Position, by: Circumstances): Step | null {
  return by.instruments.has(position.asset) ? closeStep(position, markSurroundings(position, by)) : null;
}

/** Secure goes by the mark: it must act even where no price was shown to the agent. */
function markSurroundings(position: Position, by: Circumstances): ReturnType<typeof surroundingsOf> {
  return { ...surroundingsOf(position.asset, by), shownPrice: position.mark };
}

async function tryStep(step: Step | null, ports: SecurePorts, by: Circumstances): Promise<boolean> {
  if (step === null) return false;
  const verdict = judge(step.proposal, {
    ...by,
    candlesSinceClose: null,
    knownLeverage: null,
    taken: NOTHING_TAKEN,
  });
  if ("refusal" in verdict) return false;
  const { approved } = verdict;
  const { asset, purpose, legs } = approved;
  const intent = {
    kind: "intent",
    close: by.close,
    origin: "secure",
    decisions: [],
    orders: [{ asset, purpose, legs, leverage: null }],
  } as const;
  ports.diary.append(intent);
  by.state.intend(intent);
  await ports.diary.commit();
  const outcomes = await ports.exchange.submit(approved);
  return settle({ kind: "outcome", close: by.close, asset, purpose, legs: outcomes }, ports.diary, by.state);
}

function settle(outcome: OutcomeEntry, diary: Diary, state: RunState): boolean {
  diary.append(outcome);
  state.settle(outcome);
  return outcome.legs.every((leg: LegOutcome) => leg.status === "accepted");
}

async function cancelOrphan(order: OpenOrder, exchange: Exchange): Promise<Fault> {
  const id = order.clientOrderId!;
  const [outcome] = await exchange.cancel(order.asset, [id]);
  const done = outcome.status === "accepted" ? "cancelled it" : `could not cancel it: ${outcome.reason}`;
  return { step: "secure", on: order.asset, what: `${order.kind} ${id} had no position`, done };
}
