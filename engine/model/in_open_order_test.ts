import { deepStrictEqual } from "node:assert/strict";
import { inOpenOrder } from "./in_open_order.ts";
import type { OpenOrder, Side } from "./order.ts";

function order(kind: OpenOrder["kind"], side: Side, price: number): OpenOrder {
  const triggerPrice = kind === "limit" ? null : price;
  const limitPrice = kind === "limit" ? price : 1;
  return {
    asset: "ETH",
    clientOrderId: null,
    kind,
    side,
    size: 1,
    limitPrice,
    triggerPrice,
    reduceOnly: true,
  };
}

function sorted(...orders: readonly OpenOrder[]): string[] {
  return orders.toSorted(inOpenOrder).map((one) => `${one.kind} ${one.triggerPrice ?? one.limitPrice}`);
}

Deno.test("inOpenOrder: stops, limit orders, targets", () => {
  const found = sorted(order("target", "sell", 120), order("limit", "sell", 110), order("stop", "sell", 90));
  deepStrictEqual(found, ["stop 90", "limit 110", "target 120"]);
});

Deno.test("inOpenOrder: of a long's exits and of bids the nearer to the price first", () => {
  deepStrictEqual(sorted(order("stop", "sell", 90), order("stop", "sell", 95)), ["stop 95", "stop 90"]);
  deepStrictEqual(sorted(order("target", "sell", 120), order("target", "sell", 110)), [
    "target 110",
    "target 120",
  ]);
  deepStrictEqual(sorted(order("limit", "buy", 90), order("limit", "buy", 95)), ["limit 95", "limit 90"]);
});

Deno.test("inOpenOrder: of a short's exits and of asks the nearer to the price first", () => {
  deepStrictEqual(sorted(order("stop", "buy", 120), order("stop", "buy", 110)), ["stop 110", "stop 120"]);
  deepStrictEqual(sorted(order("target", "buy", 90), order("target", "buy", 95)), ["target 95", "target 90"]);
  deepStrictEqual(sorted(order("limit", "sell", 120), order("limit", "sell", 110)), [
    "limit 110",
    "limit 120",
  ]);
});

Deno.test("inOpenOrder: what is equal keeps its sequence", () => {
  const [elder, younger] = [order("stop", "sell", 90), order("stop", "sell", 90)];
  deepStrictEqual([elder, younger].sort(inOpenOrder)[0] === elder, true);
});
