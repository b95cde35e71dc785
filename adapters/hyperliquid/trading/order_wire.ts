import type { OrderGroup, OrderLeg } from "../../../engine/mod.ts";
import type { ListedAsset } from "./assets_wire.ts";
import { signedText } from "./decimal_wire.ts";

/** An order as it is sent. Source: exchange-rules 2.1; the sequence of its fields is signed. */
export interface OrderRow {
  readonly a: number;
  readonly b: boolean;
  readonly p: string;
  readonly s: string;
  readonly r: boolean;
  readonly t:
    | { readonly limit: { readonly tif: "Ioc" } }
    | {
      readonly trigger: { readonly isMarket: true; readonly triggerPx: string; readonly tpsl: "tp" | "sl" };
    };
  readonly c: `0x${string}`;
}

/** The orders of an action. */
export interface OrdersRow {
  readonly orders: OrderRow[];
  readonly grouping: "na" | "normalTpsl" | "positionTpsl";
}

/**
 * A group as one action: an entry with its exits, exits of a position that stands, or one order. Throws a RangeError for a
 * price or size that cannot be signed.
 */
export function ordersRow({ legs }: OrderGroup, asset: ListedAsset): OrdersRow {
  return { orders: legs.map((leg) => orderRow(leg, asset)), grouping: groupingOf(legs) };
}

function groupingOf(legs: readonly OrderLeg[]): OrdersRow["grouping"] {
  if (legs.every(({ triggerPrice }) => triggerPrice !== null)) return "positionTpsl";
  return legs.length > 1 && legs[0].leg === "entry" ? "normalTpsl" : "na";
}

function orderRow(leg: OrderLeg, { id }: ListedAsset): OrderRow {
  return {
    a: id,
    b: leg.side === "buy",
    p: signedText(leg.limitPrice),
    // Nothing: the whole position, whatever its size when it fires. Source: exchange-rules 2.4.
    s: leg.size === null ? "0" : signedText(leg.size),
    r: leg.reduceOnly,
    t: timingOf(leg),
    c: leg.clientOrderId as `0x${string}`,
  };
}

function timingOf({ leg, triggerPrice }: OrderLeg): OrderRow["t"] {
  if (triggerPrice === null) return { limit: { tif: "Ioc" } };
  const tpsl = leg === "target" ? "tp" : "sl";
  return { trigger: { isMarket: true, triggerPx: signedText(triggerPrice), tpsl } };
}
