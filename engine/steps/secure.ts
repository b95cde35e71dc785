import { type Position, positionOf } from "../model/account.ts";
import type { Fault, NakedTime } from "../model/diary_entry.ts";
import { closingSide, type Leg, type LegOutcome, openingSide, type OpenOrder } from "../model/order.ts";
import { type Exit, isCovered } from "../model/protection.ts";
import { cancelOrders } from "../ports/ask_exchange.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { OrderPorts } from "../ports/mod.ts";
import { sendInTime } from "../ports/send_in_time.ts";
import { judge } from "../risk/gate.ts";
import { NOTHING_TAKEN } from "../risk/proposal.ts";
import { type Circumstances, surroundingsOf } from "../risk/judge_decisions.ts";
import { closeStep, protectStep, type Step } from "../risk/plan.ts";
import { stopAt } from "../risk/prices.ts";

/** What Secure found and did. */
export interface Secured {
  readonly naked: readonly NakedTime[];
  readonly faults: readonly Fault[];
}

/** Everything was as it should be. */
export const NOTHING_SECURED: Secured = { naked: [], faults: [] };
const NONE: readonly Exit[] = [];

/** What tells whether an account is secured. */
type Secureable = Pick<Circumstances, "account" | "state">;

/** What is secured, and by what. */
export interface Securing extends Circumstances {
  /** Whether what lacks a stop is closed without another attempt to place one. */
  readonly isOverdue?: boolean;
}

/** What became of a leg; `lapsed`: it was too late to send it. */
type LegStatus = LegOutcome["status"] | "lapsed";

/** Whether every position has its exits and every exit its position: then there is nothing to do. */
export function isSecured(by: Secureable): boolean {
  for (const position of by.account.positions) if (missing(ownPart(position, by), by) !== NONE) return false;
  for (const order of by.account.openOrders) if (isOrphan(order, by)) return false;
  return true;
}

/**
 * Holds the account as it is now against the law that every position has a stop for its whole size and every
 * protective order a position, and mends what is not so. Where a stop cannot be placed the position is closed.
 * What it sends arrives at `arrival` (ms) at the earliest, as what Execute sends: nothing arrives on the close itself.
 */
export async function secure(ports: OrderPorts, by: Securing, arrival: number): Promise<Secured> {
  if (isSecured(by)) return NOTHING_SECURED;
  const { positions, openOrders } = by.account;
  const unprotected = positions.map((position) => ownPart(position, by))
    .filter((position) => missing(position, by) !== NONE);
  const orphans = openOrders.filter((order) => isOrphan(order, by));
  const naked: NakedTime[] = [];
  const faults: Fault[] = [];
  await ports.clock.sleepUntil(arrival);
  for (const position of unprotected) {
    const mended = await protect(position, ports, by);
    if (mended.naked !== null) naked.push(mended.naked);
    faults.push(mended.fault);
  }
  for (const order of orphans) faults.push(await cancelOrphan(order, ports.exchange));
  return { naked, faults };
}

/** What of a position is the run's business: nothing of an asset that it does not trade, where others do its own share. */
function ownPart(position: Position, { state }: Secureable): Position {
  const { asset } = position;
  if (!state.isTraded(asset)) return { ...position, size: 0 };
  if (!state.strangers.has(asset)) return position;
  return { ...position, size: Math.min(position.size, state.ownShares.of(asset)) };
}

/** The exits a position should have and has not: always a stop for its whole size, a target where the plan has one. */
function missing(position: Position, { account, state }: Secureable): readonly Exit[] {
  if (position.size === 0) return NONE;
  const noStop = !isCovered("stop", position, account);
  const target = state.book.plan(position.asset).target;
  const noTarget = target !== null && !isCovered("target", position, account);
  if (!noStop && !noTarget) return NONE;
  return [...(noStop ? ["stop" as const] : []), ...(noTarget ? ["target" as const] : [])];
}

/** One of our exits that protects nothing: its position is gone, or stands on the other side. */
function isOrphan(order: OpenOrder, { account, state }: Secureable): boolean {
  if (order.kind === "limit" || state.ownLeg(order.clientOrderId) === null) return false;
  const position = positionOf(account, order.asset);
  return position === null || order.side !== closingSide(position.side);
}

async function protect(
  position: Position,
  ports: OrderPorts,
  by: Securing,
): Promise<{ naked: NakedTime | null; fault: Fault }> {
  const { asset } = position;
  const lacks = missing(position, by);
  const since = nakedSince(position, by);
  const done = await mend(position, lacks, { ports, by });
  const what = `the ${position.side} of ${position.size} had no ${lacks.join(" and no ")}`;
  const fault: Fault = { step: "secure", on: asset, what, done };
  if (!lacks.includes("stop")) return { naked: null, fault };
  const lengthMs = ports.clock.now() - since;
  return { naked: { asset, cause: what, lengthMs }, fault };
}

/** Places what is missing, or closes the position where it has no stop then; says what was done. */
async function mend(
  position: Position,
  lacks: readonly Exit[],
  { ports, by }: { readonly ports: OrderPorts; readonly by: Securing },
): Promise<string> {
  const step = by.isOverdue === true && lacks.includes("stop") ? null : protection(position, lacks, by);
  const sent = await tryStep(step, ports, by);
  const placed = lacks.filter((leg) => sent.get(leg) === "accepted");
  // What may stand is not closed over: the next look tells.
  const open = lacks.filter((leg) => sent.get(leg) === "unknown");
  const late = lacks.filter((leg) => sent.get(leg) === "lapsed");
  const failed = lacks.filter((leg) => ![...placed, ...open, ...late].includes(leg));
  if (step === null || failed.includes("stop")) return await close(position, ports, by);
  const told = [];
  if (placed.length > 0) told.push(`placed ${placed.join(" and ")}`);
  if (failed.length > 0) told.push(`could not place ${failed.join(" and ")}`);
  if (open.length > 0) {
    told.push(`it is not known whether the ${open.join(" and ")} stands; the next cycle looks again`);
  }
  if (late.length > 0) told.push(`it was too late to send ${late.join(" and ")}; the next look sends again`);
  return told.join(", ");
}

async function close(position: Position, ports: OrderPorts, by: Circumstances): Promise<string> {
  const outcome = (await tryStep(closing(position, by), ports, by)).get("close");
  if (outcome === "accepted") return "closed the position";
  if (outcome === "lapsed") return "it was too late to close it; the next look closes it";
  return outcome === "unknown" ? "it is not known whether the position was closed" : "it stands open";
}

/** When the position was last known to be protected, or opened, ms; before the first look nothing is known. */
function nakedSince(position: Position, { state, close }: Circumstances): number {
  const looked = Math.max(state.lastLook, state.securedAt);
  const known = looked < 0 ? close : looked;
  return Math.max(state.book.active(position.asset)?.openedAt ?? known, known);
}

/** The order that mends it; null where the price has passed the exit, or the asset is not the run's to trade. */
function protection(position: Position, lacks: readonly Exit[], by: Circumstances): Step | null {
  const { asset, mark, side } = position;
  const instrument = by.instruments.get(asset);
  if (instrument === undefined) return null;
  const plan = by.state.book.plan(asset);
  const byDistance = { side: openingSide(side), distance: by.profile.defaultStopDistance };
  const stop = lacks.includes("stop") ? plan.stop ?? stopAt(mark, byDistance, instrument) : null;
  const target = lacks.includes("target") ? plan.target : null;
  // An exit that the price has passed already would fill at once at any price: then closing is the better way.
  if (stop !== null && (side === "long" ? mark <= stop : mark >= stop)) return null;
  if (target !== null && (side === "long" ? mark >= target : mark <= target)) return null;
  const exit = { stop, target };
  return protectStep(position, exit, markSurroundings(position, by));
}

function closing(position: Position, by: Circumstances): Step | null {
  return by.instruments.has(position.asset) ? closeStep(position, markSurroundings(position, by)) : null;
}

/** Secure goes by the mark: it must act even where no price was shown to the agent. */
function markSurroundings(position: Position, by: Circumstances): ReturnType<typeof surroundingsOf> {
  return { ...surroundingsOf(position.asset, by), shownPrice: position.mark };
}

/** Sends a step through the gate; gives what became of each leg, none where it was refused. */
async function tryStep(
  step: Step | null,
  ports: OrderPorts,
  by: Circumstances,
): Promise<ReadonlyMap<Leg, LegStatus>> {
  if (step === null) return new Map();
  const verdict = judge(step.proposal, {
    ...by,
    candlesSinceClose: null,
    knownLeverage: null,
    taken: NOTHING_TAKEN,
  });
  if ("refusal" in verdict) return new Map();
  const { approved } = verdict;
  const { asset, purpose, legs } = approved;
  const intent = {
    kind: "intent",
    close: by.close,
    origin: "secure",
    decisions: [],
    orders: [{ asset, purpose, legs, leverage: null }],
  } as const;
  const until = by.sendWithinMs === Infinity ? Infinity : ports.clock.now() + by.sendWithinMs;
  ports.diary.append(intent);
  by.state.intend(intent);
  await ports.diary.commit();
  const outcomes = await sendInTime(approved, ports, { close: by.close, until });
  if (outcomes === null) return new Map(legs.map(({ leg }) => [leg, "lapsed"]));
  const outcome = { kind: "outcome", close: by.close, asset, purpose, legs: outcomes } as const;
  ports.diary.append(outcome);
  by.state.settle(outcome);
  return new Map(outcomes.map(({ leg, status }) => [leg, status]));
}

async function cancelOrphan(order: OpenOrder, exchange: Exchange): Promise<Fault> {
  const id = order.clientOrderId!;
  const [outcome] = await cancelOrders(order.asset, [id], exchange);
  const done = outcome.status === "accepted" ? "cancelled it" : `could not cancel it: ${outcome.reason}`;
  return { step: "secure", on: order.asset, what: `${order.kind} ${id} had no position`, done };
}
