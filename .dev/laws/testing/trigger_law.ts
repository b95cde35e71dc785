import { ok } from "node:assert/strict";
import {
  type Fill,
  type Leg,
  type OpenOrder,
  type OrderLeg,
  priceStep,
  priceToUnits,
  unitsToPrice,
} from "../../../engine/mod.ts";
import type { Tape } from "./tape.ts";
import type { Happening, Witness } from "./spans.ts";

interface Placed extends OrderLeg {
  readonly at: number;
}

/**
 * Law: no stop or target waits on when a candle after it was placed has reached it, none fills that no price
 * reached, and every other fill is of an order that was sent at that moment, or a liquidation.
 */
export function checkTriggers({ spans, tapes, passage }: Witness): void {
  const placed = new Map<string, Placed>();
  let before = -1;
  for (const { happenings, entry } of spans) {
    for (const one of happenings) {
      if (one.kind === "submit") place(one, placed);
      if (one.kind !== "look") continue;
      for (const order of one.state.account.openOrders) {
        const at = placed.get(order.clientOrderId!)!.at;
        checkWaiting(order, tapes.get(order.asset)!, { at, before, now: one.now });
      }
      before = one.now;
    }
    const slip = passage.plan.slippageBps / 10_000;
    for (const fill of entry.fills ?? []) checkFill(fill, placed, { tape: tapes.get(fill.asset)!, slip });
  }
}

function place({ order, now }: Extract<Happening, { kind: "submit" }>, placed: Map<string, Placed>): void {
  for (const leg of order.legs) placed.set(leg.clientOrderId, { ...leg, at: now });
}

function checkWaiting(
  order: OpenOrder,
  tape: Tape,
  seen: { readonly at: number; readonly before: number; readonly now: number },
): void {
  for (const candle of tape.closedIn(seen.before, seen.now)) {
    if (candle.opened < seen.at) continue;
    const reached = reaches(order.kind as Leg, order, tape.extremes(candle));
    ok(
      !reached,
      `${order.kind} ${order.triggerPrice} of ${order.asset} waits behind ${JSON.stringify(candle)}`,
    );
  }
}

function checkFill(
  fill: Fill,
  placed: ReadonlyMap<string, Placed>,
  by: { readonly tape: Tape; readonly slip: number },
): void {
  const { tape } = by;
  const told = JSON.stringify(fill);
  if (fill.liquidation) return ok(fill.clientOrderId === null, told);
  const order = placed.get(fill.clientOrderId ?? "");
  ok(order !== undefined, `a fill of an order that nobody sent: ${told}`);
  ok(
    fill.side === order.side && (order.size === null || fill.size <= order.size),
    `a fill beyond its order: ${told}`,
  );
  const within = fill.side === "buy" ? fill.price <= order.limitPrice : fill.price >= order.limitPrice;
  ok(within, `a fill beyond the worst price ${order.limitPrice}: ${told}`);
  if (order.triggerPrice === null) {
    ok(fill.time === order.at, `a market order that filled at another moment: ${told}`);
    const mid = tape.mid(fill.time);
    ok(mid !== null, `a fill in a gap: ${told}`);
    const worse = worseBy(fill, mid, by);
    return ok(worse >= 0 && worse < 1, `not ${mid} and the slippage, rounded against it: ${told}`);
  }
  const candle = tape.candleAt(fill.time);
  ok(candle !== undefined, `a fill where no candle is: ${told}`);
  ok(reaches(order.leg, order, tape.extremes(candle)), `a ${order.leg} that no price reached: ${told}`);
  const worse = worseBy(fill, order.triggerPrice, by);
  // A stop behind a gap fills worse than its trigger, a target better.
  const fair = order.leg === "stop" ? worse >= 0 : worse < 1;
  ok(fair, `a ${order.leg} at ${order.triggerPrice} filled at the wrong side of it: ${told}`);
}

/** How many steps of the grid a fill is worse than a price with the slippage on it. */
function worseBy(
  fill: Fill,
  price: number,
  { tape: { instrument }, slip }: { readonly tape: Tape; readonly slip: number },
): number {
  const fair = fill.side === "buy" ? price * (1 + slip) : price * (1 - slip);
  const units = priceToUnits(fill.price, instrument);
  const ticks = (fill.side === "buy" ? fill.price - fair : fair - fill.price) /
    unitsToPrice(priceStep(units, instrument), instrument);
  // Whole steps up to the last bits of the doubles.
  return Math.abs(ticks - Math.round(ticks)) < 1e-6 ? Math.round(ticks) : ticks;
}

function reaches(
  leg: Leg,
  { side, triggerPrice }: Pick<OrderLeg, "side" | "triggerPrice">,
  { high, low }: { readonly high: number; readonly low: number },
): boolean {
  return (leg === "stop") === (side === "sell") ? low <= triggerPrice! : high >= triggerPrice!;
}
