import { type AccountState, type Position, positionOf } from "../model/account.ts";
import { type Decision, isIdle } from "../model/decision.ts";
import type { Refusal } from "../model/diary_entry.ts";
import type { Instrument } from "../model/instrument.ts";
import {
  closingSide,
  type Leg,
  openingSide,
  opposite,
  type OrderGroup,
  type OrderLeg,
  type Side,
} from "../model/order.ts";
import type { RiskProfile } from "../model/risk_profile.ts";
import type { ActiveTrade } from "../model/trade_book.ts";
import { type Proposal, refuse } from "./proposal.ts";
import { exitOnGrid, sizeFor, smallestSize, stopAt, targetAt, worstExitPrice, worstPrice } from "./prices.ts";

/** More than any order is worth; what lies far beyond could not be counted in whole micro-USDC. */
const LARGEST_NOTIONAL_USD = 1e9;

/** What a decision is turned into orders with. */
export interface Surroundings {
  readonly instrument: Instrument;
  /** The price shown to the agent, USD. */
  readonly shownPrice: number;
  readonly account: AccountState;
  /** The open trade of the asset as the diary tells it. */
  readonly trade: ActiveTrade | null;
  readonly profile: RiskProfile;
  /** How far from the shown price an entry or close may fill, basis points. */
  readonly maxSlippageBps: number;
  /** Whether an open order is this run's, by its client order id. */
  readonly isOurs: (clientOrderId: string | null) => boolean;
  /** Names the next order of a leg. */
  readonly nextId: (leg: Leg) => string;
}

/** One group to be judged, and the orders it replaces once it stands. */
export interface Step {
  readonly proposal: Proposal;
  /** Our orders to cancel when the new one of the same leg was accepted. */
  readonly replaces: readonly { readonly leg: Leg; readonly clientOrderId: string }[];
  readonly exitPlan: string | undefined;
}

/** What a decision comes to: nothing, steps in order (each needs the one before), or why it means nothing. */
export type Plan =
  | { readonly steps: readonly Step[] }
  | { readonly refusal: Refusal };

/** An exit wanted at a price. */
interface Exit {
  readonly stop: number | null;
  readonly target: number | null;
}

/** Turns a decision into groups of orders. Pure: the same decision in the same surroundings gives the same. */
export function planDecision(decision: Decision, around: Surroundings): Plan {
  const position = positionOf(around.account, decision.asset);
  if (decision.action === "hold") return planHold(decision, position, around);
  if (decision.action === "close") {
    if (position === null) return { refusal: refuse("no-position", "there is no position to close") };
    return { steps: [closeStep(position, around, decision.exitPlan)] };
  }
  if (position !== null && openingSide(position.side) !== decision.action) {
    return { steps: [closeStep(position, around, decision.exitPlan)] };
  }
  const malformed = malformedEntry(decision);
  if (malformed !== null) return { refusal: malformed };
  return position === null ? planOpen(decision, around) : planAdd(decision, position, around);
}

/** The step that closes a whole position, reduce-only. */
export function closeStep(position: Position, around: Surroundings, exitPlan?: string): Step {
  const side = closingSide(position.side);
  const leg: OrderLeg = {
    leg: "close",
    clientOrderId: around.nextId("close"),
    side,
    size: position.size,
    limitPrice: worstPrice(
      around.shownPrice,
      { side, maxSlippageBps: around.maxSlippageBps },
      around.instrument,
    ),
    triggerPrice: null,
    reduceOnly: true,
  };
  const group: OrderGroup = { asset: position.asset, purpose: "close", legs: [leg] };
  return { proposal: proposalOf(group, around), replaces: [], exitPlan };
}

/** The step that puts a stop and target on a whole position, or replaces those it has. */
export function protectStep(position: Position, exit: Exit, around: Surroundings): Step {
  const group: OrderGroup = {
    asset: position.asset,
    purpose: "protect",
    legs: exitLegs(exit, { side: closingSide(position.side), size: null }, around),
  };
  return {
    proposal: { ...proposalOf(group, around), presentStop: around.trade?.plan.stop ?? null },
    replaces: standing(position.asset, around),
    exitPlan: undefined,
  };
}

function planHold(decision: Decision, position: Position | null, around: Surroundings): Plan {
  if (isIdle(decision)) return { steps: [] };
  if (position === null) {
    return { refusal: refuse("no-position", "there is no position whose exits could move") };
  }
  const below = position.side === "long";
  const exit = {
    stop: onGrid(decision.stop, below, around.instrument),
    target: onGrid(decision.target, !below, around.instrument),
  };
  return { steps: [{ ...protectStep(position, exit, around), exitPlan: decision.exitPlan }] };
}

function planOpen(decision: Decision, around: Surroundings): Plan {
  const side = decision.action as Side;
  const { profile, shownPrice, instrument } = around;
  const defaultTarget = profile.defaultTargetDistance;
  const exit = {
    stop: stopOf(decision, around),
    target: onGrid(decision.target, side === "sell", instrument) ??
      (defaultTarget === null ? null : targetAt(shownPrice, { side, distance: defaultTarget }, instrument)),
  };
  return { steps: [entryStep(decision, { purpose: "open", exit }, around)] };
}

function planAdd(decision: Decision, position: Position, around: Surroundings): Plan {
  const below = position.side === "long";
  const own = stopOf(decision, around);
  const oldStop = around.trade?.plan.stop ?? null;
  const target = onGrid(decision.target, !below, around.instrument) ?? around.trade?.plan.target ?? null;
  const entry = entryStep(decision, { purpose: "add", exit: { stop: own, target } }, around);
  const stop = nearer(own, oldStop, below);
  const whole = protectStep(position, { stop, target }, around);
  const children = entry.proposal.group.legs.filter((leg) => leg.triggerPrice !== null);
  const replaces = [...whole.replaces, ...children.map(({ leg, clientOrderId }) => ({ leg, clientOrderId }))];
  return { steps: [entry, { ...whole, replaces, exitPlan: decision.exitPlan }] };
}

function entryStep(
  decision: Decision,
  entering: { readonly purpose: "open" | "add"; readonly exit: Exit },
  around: Surroundings,
): Step {
  const side = decision.action as Side;
  const { instrument, shownPrice } = around;
  const leverage = decision.leverage ?? 1;
  const limitPrice = worstPrice(shownPrice, { side, maxSlippageBps: around.maxSlippageBps }, instrument);
  const exits = exitLegs(entering.exit, { side: opposite(side), size: null }, around);
  const { size, allocationUsd } = sizing(
    decision,
    [limitPrice, ...exits.map((leg) => leg.limitPrice)],
    around,
  );
  const entry: OrderLeg = {
    leg: "entry",
    clientOrderId: around.nextId("entry"),
    side,
    size,
    limitPrice,
    triggerPrice: null,
    reduceOnly: false,
  };
  const children = exits.map((leg) => ({ ...leg, size }));
  const group: OrderGroup = { asset: decision.asset, purpose: entering.purpose, legs: [entry, ...children] };
  return {
    proposal: { ...proposalOf(group, around), allocationUsd, leverage },
    replaces: [],
    exitPlan: decision.exitPlan,
  };
}

/** The size of an entry and the margin it takes, USD; under a profile of smallest sizes each order is worth the minimum. */
function sizing(
  { allocationUsd = 0, leverage = 1 }: Decision,
  limitPrices: readonly number[],
  { profile, shownPrice, instrument }: Surroundings,
): { readonly size: number; readonly allocationUsd: number } {
  if (profile.smallest !== true) {
    return { size: sizeFor(allocationUsd * leverage, shownPrice, instrument), allocationUsd };
  }
  const size = smallestSize(Math.min(...limitPrices), instrument);
  return { size, allocationUsd: size * shownPrice / leverage };
}

function exitLegs(
  exit: Exit,
  of: { readonly side: Side; readonly size: number | null },
  around: Surroundings,
): OrderLeg[] {
  const legs: OrderLeg[] = [];
  for (const leg of ["stop", "target"] as const) {
    const triggerPrice = exit[leg];
    if (triggerPrice === null) continue;
    const limitPrice = worstExitPrice(triggerPrice, of.side, around.instrument);
    legs.push({ leg, clientOrderId: around.nextId(leg), ...of, limitPrice, triggerPrice, reduceOnly: true });
  }
  return legs;
}

function malformedEntry({ allocationUsd, leverage = 1 }: Decision): Refusal | null {
  if (allocationUsd === undefined || !(allocationUsd > 0)) {
    return refuse("malformed", `allocation ${allocationUsd ?? "missing"}, wanted USD above 0`);
  }
  if (!Number.isInteger(leverage) || leverage < 1) {
    return refuse("malformed", `leverage ${leverage}, wanted a whole number from 1`);
  }
  if (allocationUsd * leverage <= LARGEST_NOTIONAL_USD) return null;
  return refuse("malformed", `${allocationUsd} USD × ${leverage} is more than can be counted exactly`);
}

function stopOf(decision: Decision, { shownPrice, instrument, profile }: Surroundings): number {
  const side = decision.action as Side;
  const wanted = onGrid(decision.stop, side === "buy", instrument);
  return wanted ?? stopAt(shownPrice, { side, distance: profile.defaultStopDistance }, instrument);
}

function onGrid(price: number | null | undefined, below: boolean, instrument: Instrument): number | null {
  return price === null || price === undefined ? null : exitOnGrid(price, below, instrument);
}

function nearer(own: number, old: number | null, below: boolean): number {
  if (old === null) return own;
  return below ? Math.max(own, old) : Math.min(own, old);
}

/** Our stop and target orders that stand for an asset. */
function standing(asset: string, { account, isOurs }: Surroundings): { leg: Leg; clientOrderId: string }[] {
  const found: { leg: Leg; clientOrderId: string }[] = [];
  for (const { asset: of, kind, clientOrderId } of account.openOrders) {
    if (of !== asset || kind === "limit" || clientOrderId === null || !isOurs(clientOrderId)) continue;
    found.push({ leg: kind, clientOrderId });
  }
  return found;
}

function proposalOf(group: OrderGroup, { instrument, shownPrice }: Surroundings): Proposal {
  return { instrument, group, shownPrice, allocationUsd: 0, leverage: 1, presentStop: null };
}
