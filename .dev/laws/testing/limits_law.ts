import { ok, strictEqual } from "node:assert/strict";
import {
  type AccountState,
  type Decision,
  type Fill,
  type Instrument,
  type IntendedOrder,
  type IntentEntry,
  intervalMs,
  isPriceOnGrid,
  isSizeOnGrid,
  type OrderLeg,
  type Position,
} from "../../../engine/mod.ts";
import { eventsOf } from "./ledger_law.ts";
import { maintenance } from "./margin_law.ts";
import type { Look, Span, Witness } from "./spans.ts";

/** Sums of printed amounts and products of doubles: their last bits may differ from the gate's. */
const LAST_BITS = 1e-9;
/** The gate counts in whole micro-USDC, each term rounded for itself. */
const MICRO = 1e-6;

/** What an intent is judged by. */
interface Judging {
  readonly witness: Witness;
  readonly intent: IntentEntry;
  /** The account that the gate saw. */
  readonly account: AccountState;
  readonly fills: readonly Fill[];
}

/**
 * Law: every order that is intended keeps the profile's limits, reckoned again from the account that was seen at
 * its decision: leverage, margin share, gross, free balance, minimum, cool-down, stop and target.
 */
export function checkLimits(witness: Witness): void {
  const fills: Fill[] = [];
  for (const span of witness.spans) {
    fills.push(...fillsOf(span));
    let seen: Look | null = null;
    for (const one of span.happenings) {
      if (one.kind === "look") seen = one;
      if (one.kind !== "line" || one.entry.kind !== "intent") continue;
      const { now, state: { account } } = seen!;
      const known = fills.filter(({ time }) => time <= now);
      checkIntent({ witness, intent: one.entry, account, fills: known }, span);
    }
  }
}

function fillsOf({ entry }: Span): Fill[] {
  return eventsOf(entry).filter((event): event is Fill => event.kind === "fill");
}

function checkIntent(judging: Judging, { entry }: Span): void {
  const { intent, witness: { instruments } } = judging;
  strictEqual(intent.close, entry.close);
  ok(intent.origin === "secure" || intent.origin === (entry.kind === "command" ? "command" : "agent"));
  for (const order of intent.orders) {
    const instrument = instruments.get(order.asset);
    ok(instrument !== undefined, `an order of ${order.asset}, which the run does not trade`);
    for (const leg of order.legs) checkLeg(leg, order, instrument);
    if (order.purpose === "open" || order.purpose === "add") {
      strictEqual(intent.origin, "agent", "only the agent enters");
      checkEntry(order, instrument, judging);
    } else if (order.purpose === "close") checkClose(order, judging);
    else if (intent.origin === "agent") checkMove(order, judging);
  }
  checkTogether(judging);
}

function checkLeg(leg: OrderLeg, { purpose }: IntendedOrder, instrument: Instrument): void {
  const told = JSON.stringify(leg);
  ok(leg.size === null || isSizeOnGrid(leg.size, instrument), `size off the grid: ${told}`);
  ok(isPriceOnGrid(leg.limitPrice, instrument), `price off the grid: ${told}`);
  strictEqual(leg.reduceOnly, leg.leg !== "entry", told);
  strictEqual(
    leg.leg === "entry",
    leg.reduceOnly === false && (purpose === "open" || purpose === "add"),
    told,
  );
  const { triggerPrice } = leg;
  if (triggerPrice === null) return;
  ok(isPriceOnGrid(triggerPrice, instrument), `trigger off the grid: ${told}`);
  const worst = Math.abs(leg.limitPrice - triggerPrice) / triggerPrice;
  ok(worst <= 0.1 + LAST_BITS, `a worst price more than 10 % beyond its trigger: ${told}`);
}

/** The limits of an entry, one by one. */
function checkEntry(order: IntendedOrder, instrument: Instrument, judging: Judging): void {
  const { witness: { passage: { plan }, tapes }, intent, account } = judging;
  const { profile } = plan;
  const told = `${JSON.stringify(order)} at ${intent.close}`;
  const [entry] = order.legs;
  const size = entry.size!;
  const shown = tapes.get(order.asset)!.mid(intent.close);
  ok(shown !== null && endsAt(judging, order.asset), `an entry where nothing was shown: ${told}`);
  const position = account.positions.find(({ asset }) => asset === order.asset);
  strictEqual(order.purpose, position === undefined ? "open" : "add", told);
  if (position !== undefined) strictEqual(entry.side, position.side === "long" ? "buy" : "sell", told);
  const { allocationUsd = 0, leverage = 1 } = decisionFor(order, intent);
  ok(Number.isInteger(leverage) && leverage >= 1, told);
  ok(leverage <= Math.min(profile.maxLeverage, instrument.maxLeverage), `leverage ${leverage}: ${told}`);
  ok(order.leverage === null || order.leverage === leverage, told);
  ok(atMost(size * shown, allocationUsd * leverage, MICRO), `more than was decided: ${told}`);
  ok(size * entry.limitPrice >= 10, `below the venue's minimum: ${told}`);
  ok(Math.abs(entry.limitPrice - shown) / shown <= 0.01 + LAST_BITS, `a worst price beyond 1 %: ${told}`);
  const present = position === undefined ? 0 : position.notionalUsd / leverage;
  ok(
    atMost(present + allocationUsd, profile.maxMarginShare * account.equityUsd, 2 * MICRO),
    `margin: ${told}`,
  );
  checkEntryStop(order, shown, judging);
  checkCoolDown(order, judging);
}

function checkEntryStop(order: IntendedOrder, shown: number, judging: Judging): void {
  const told = `${JSON.stringify(order)} at ${judging.intent.close}`;
  const [entry, ...exits] = order.legs;
  const stop = exits.find(({ leg }) => leg === "stop");
  ok(
    stop !== undefined && stop.size === entry.size && stop.side !== entry.side,
    `no stop for its size: ${told}`,
  );
  const away = (entry.side === "buy" ? 1 : -1) * (shown - stop.triggerPrice!);
  ok(away > 0, `a stop on the wrong side of ${shown}: ${told}`);
  const { maxStopDistance } = judging.witness.passage.plan.profile;
  ok(away / shown <= maxStopDistance + LAST_BITS, `a stop too far from ${shown}: ${told}`);
  const target = exits.find(({ leg }) => leg === "target");
  if (target !== undefined) {
    ok(target.size === entry.size && target.side !== entry.side, told);
    ok(
      (entry.side === "buy" ? 1 : -1) * (target.triggerPrice! - shown) > 0,
      `a target on the wrong side: ${told}`,
    );
  }
  ok(survives(order, stop.triggerPrice!, { shown, judging }), `liquidated before its stop: ${told}`);
}

/** Whether the account still has its maintenance margin when the price comes to the stop, all else unmoved. */
function survives(
  order: IntendedOrder,
  stop: number,
  at: { readonly shown: number; readonly judging: Judging },
): boolean {
  const { judging: { account, witness: { instruments, passage } }, shown } = at;
  const [entry] = order.legs;
  let size = (entry.side === "buy" ? 1 : -1) * entry.size!;
  let margin = 0;
  for (const position of account.positions) {
    if (position.asset === order.asset) size += (position.side === "long" ? 1 : -1) * position.size;
    else margin += maintenance(position.notionalUsd, instruments.get(position.asset)!);
  }
  margin += maintenance(Math.abs(size) * stop, instruments.get(order.asset)!);
  const value = account.equityUsd - entry.size! * shown * passage.plan.takerFee + size * (stop - shown);
  return value >= margin - 8 * MICRO - LAST_BITS * Math.abs(size * shown);
}

function checkCoolDown({ asset }: IntendedOrder, { witness: { passage }, intent, fills }: Judging): void {
  const closed = fills.findLast((fill) => fill.asset === asset && isFlatAfter(fill, fills));
  if (closed === undefined) return;
  const length = intervalMs(passage.plan.interval);
  let candles = 0;
  for (let end = intent.close; end - length >= closed.time; end -= length) candles++;
  ok(
    candles >= passage.plan.profile.coolDownCandles,
    `an entry of ${asset} ${candles} candles after its close`,
  );
}

function isFlatAfter(last: Fill, fills: readonly Fill[]): boolean {
  let size = 0;
  for (const fill of fills) {
    if (fill.asset === last.asset) size += (fill.side === "buy" ? 1 : -1) * Math.round(fill.size * 1e6);
    if (fill === last) break;
  }
  return size === 0;
}

/** A close is for the whole position, against it. */
function checkClose({ asset, legs }: IntendedOrder, { account, intent }: Judging): void {
  strictEqual(legs.length, 1);
  const position = account.positions.find((one) => one.asset === asset);
  const told = `${JSON.stringify(legs[0])} at ${intent.close}`;
  ok(position !== undefined, `a close without a position: ${told}`);
  strictEqual(legs[0].size, position.size, told);
  strictEqual(legs[0].side, closing(position), told);
}

/** A stop in force is only brought nearer, and exits lie on their sides of the shown price. */
function checkMove({ asset, legs }: IntendedOrder, judging: Judging): void {
  const { account, intent, witness: { tapes } } = judging;
  const told = `${JSON.stringify(legs)} at ${intent.close}`;
  const position = account.positions.find((one) => one.asset === asset)!;
  ok(
    position !== undefined && legs.every(({ size, side }) => size === null && side === closing(position)),
    told,
  );
  const sign = position.side === "long" ? 1 : -1;
  const shown = tapes.get(asset)!.mid(intent.close)!;
  for (const { leg, triggerPrice } of legs) {
    ok((leg === "stop" ? 1 : -1) * sign * (shown - triggerPrice!) > 0, `an exit on the wrong side: ${told}`);
  }
  const stop = legs.find(({ leg }) => leg === "stop");
  if (stop === undefined) return;
  for (const { asset: of, kind, triggerPrice } of account.openOrders) {
    if (of !== asset || kind !== "stop") continue;
    ok(sign * (stop.triggerPrice! - triggerPrice!) >= 0, `a stop moved away from ${triggerPrice}: ${told}`);
  }
}

/** What all entries of an intent come to: the sum of notionals, and the free balance. */
function checkTogether({ witness: { passage: { plan }, tapes }, intent, account }: Judging): void {
  const entries = intent.orders.filter(({ purpose }) => purpose === "open" || purpose === "add");
  if (entries.length === 0) return;
  let gross = account.positions.reduce((sum, { notionalUsd }) => sum + notionalUsd, 0);
  let wanted = 0;
  for (const order of entries) {
    const notional = order.legs[0].size! * tapes.get(order.asset)!.mid(intent.close)!;
    gross += notional;
    wanted += (decisionFor(order, intent).allocationUsd ?? 0) + notional * plan.takerFee;
  }
  const limit = plan.profile.maxGrossLeverage * account.equityUsd;
  ok(atMost(gross, limit, 4 * MICRO), `notional ${gross} in all above ${limit} at ${intent.close}`);
  ok(
    atMost(wanted, account.freeUsd, 8 * MICRO),
    `margin ${wanted} above what is free, ${account.freeUsd}, at ${intent.close}`,
  );
}

/** The first decision for an asset is the one that counts. */
function decisionFor({ asset }: IntendedOrder, { decisions }: IntentEntry): Decision {
  return decisions.find((decision) => decision.asset === asset)!;
}

/** Whether a candle of the decision interval could have closed with this cycle: a settled one did. */
function endsAt({ witness: { tapes }, intent }: Judging, asset: string): boolean {
  return tapes.get(asset)!.candleAt(intent.close) !== undefined;
}

function closing({ side }: Position): "buy" | "sell" {
  return side === "long" ? "sell" : "buy";
}

function atMost(value: number, limit: number, slowAverage: number = 0): boolean {
  return value <= limit + slowAverage + LAST_BITS * Math.abs(limit);
}
