import { minuteOf } from "../../model/civil_date.ts";
import type { Trade } from "../../model/diary_entry.ts";
import type { Fill, OpenOrder } from "../../model/order.ts";
import type { PastDecision } from "../../model/run_state.ts";
import { fenced, figureText, usdText } from "./shown_text.ts";
import type { Sight } from "./sight.ts";

/** What was decided earlier and what became of it, in a line. Words are fenced, whoever wrote them. */
export function decisionLine(decision: PastDecision, sight: Sight): string {
  const { asset, action, close, outcome, allocationUsd, leverage, stop, target, fillPrice } = decision;
  const price = (value: number) => figureText(sight.price(asset, value));
  const parts = [`${minuteOf(sight.time(close))} ${sight.name(asset)} ${action}`];
  if (allocationUsd !== undefined) parts.push(`${usdText(allocationUsd)} USD at leverage ${leverage ?? 1}`);
  if (typeof stop === "number") parts.push(`stop ${price(stop)}`);
  if (typeof target === "number") parts.push(`target ${price(target)}`);
  parts.push(fillPrice === undefined ? outcome : `${outcome} at ${price(fillPrice)}`);
  return `${parts.join(", ")}${whyNot(decision, sight)}; because ${fenced(decision.rationale)}`;
}

/** A closed trade, in a line. */
export function tradeLine(trade: Trade, sight: Sight): string {
  const { asset, side, size, entryPrice, exitPrice, exit, netPnlUsd } = trade;
  return `${minuteOf(sight.time(trade.openedAt))} to ${minuteOf(sight.time(trade.closedAt))} ${
    sight.name(asset)
  } ${side} ${figureText(sight.size(asset, size))}, ${figureText(sight.price(asset, entryPrice))} to ${
    figureText(sight.price(asset, exitPrice))
  } by ${exit}, net ${usdText(netPnlUsd)} USD`;
}

/** An execution, in a line. */
export function fillLine(fill: Fill, sight: Sight): string {
  const { asset, side, size, price, feeUsd, realizedPnlUsd } = fill;
  return `${minuteOf(sight.time(fill.time))} ${sight.name(asset)} ${side} ${
    figureText(sight.size(asset, size))
  } at ${figureText(sight.price(asset, price))}, fee ${usdText(feeUsd)} USD, realised ${
    usdText(realizedPnlUsd)
  } USD${fill.liquidation ? ", liquidation" : ""}`;
}

/** A waiting order, in a line; it has no name but its asset and what it is for. */
export function orderLine(order: OpenOrder, sight: Sight): string {
  const { asset, kind, side, size, triggerPrice, limitPrice } = order;
  const of = size === null ? "the whole position" : figureText(sight.size(asset, size));
  return `order: ${kind}, ${side} ${of} at ${figureText(sight.price(asset, triggerPrice ?? limitPrice))}`;
}

/** Why it did not come to a fill: the gate's word, and the rest where it may be shown. */
function whyNot({ refusal, reason }: PastDecision, sight: Sight): string {
  const code = refusal === undefined ? "" : ` by the gate (${refusal.code})`;
  const words = refusal?.detail ?? reason;
  return words === undefined || !sight.tellsDetails ? code : `${code}: ${fenced(words)}`;
}
