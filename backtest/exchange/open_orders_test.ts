import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Side, TriggerKind, VenueOrder } from "../../engine/mod.ts";
import { COIN } from "../testing/market.ts";
import { type HeldOrder, heldOrder, isReached, restAtLimit } from "./held_order.ts";
import { OpenOrders } from "./open_orders.ts";

interface Given {
  readonly id?: string;
  readonly asset?: string;
  readonly kind?: TriggerKind | "limit";
  readonly side?: Side;
  readonly price?: number;
  readonly time?: number;
}

/** An order of size 1 that is known and open. */
function open(orders: OpenOrders, given: Given = {}): HeldOrder {
  const { id = null, asset = "COIN", kind = "stop", side = "sell", price = 100, time = 1 } = given;
  const trigger = kind === "limit" ? null : { kind, price, isMarket: true };
  const rest = { size: 1, limitPrice: price, reduceOnly: true, timeInForce: "gtc" } as const;
  const terms: VenueOrder = { asset, side, clientOrderId: id, trigger, ...rest };
  const order = heldOrder({ orderId: orders.nextId, terms, time, group: 1 });
  orders.know(order);
  if (kind === "limit") restAtLimit(order, COIN, "through");
  orders.add(order);
  return order;
}

function idsOf(orders: readonly HeldOrder[]): (string | null)[] {
  return orders.map(({ terms }) => terms.clientOrderId);
}

/** Which marks reach an order of price 100: a tick below, at it, a tick above. */
const REACHED: readonly [TriggerKind | "limit", Side, boolean, boolean, boolean][] = [
  ["stop", "sell", true, true, false],
  ["stop", "buy", false, true, true],
  ["target", "sell", false, true, true],
  ["target", "buy", true, true, false],
  ["limit", "buy", true, false, false],
  ["limit", "sell", false, false, true],
];

for (const [kind, side, ...expected] of REACHED) {
  Deno.test(`isReached: a ${kind} to ${side} at 100 by 99.999, 100 and 100.01: ${expected.join(", ")}`, () => {
    const order = open(new OpenOrders(), { kind, side });
    deepStrictEqual([99.999, 100, 100.01].map((mark) => isReached(order, mark)), expected);
  });
}

Deno.test("isReached: a resting order that fills by touch is reached at its limit", () => {
  const order = open(new OpenOrders(), { kind: "limit", side: "buy" });
  restAtLimit(order, COIN, "touch");
  deepStrictEqual([99.999, 100, 100.01].map((mark) => isReached(order, mark)), [true, true, false]);
});

Deno.test("OpenOrders: lists stops, limits, targets, of each kind the one the price reaches first, then the older", () => {
  const rows: readonly [string, NonNullable<Given["kind"]>, number, number][] = [
    ["far target", "target", 120, 1],
    ["far stop", "stop", 90, 2],
    ["near target", "target", 110, 3],
    ["limit", "limit", 115, 3],
    ["younger stop", "stop", 95, 5],
    ["older stop", "stop", 95, 4],
  ];
  const sorted = {
    sell: ["older stop", "younger stop", "far stop", "limit", "near target", "far target"],
    buy: ["far stop", "older stop", "younger stop", "limit", "far target", "near target"],
  };
  for (const side of ["sell", "buy"] as const) {
    const orders = new OpenOrders();
    for (const [id, kind, price, time] of rows) open(orders, { id, kind, price, time, side });
    deepStrictEqual(idsOf(orders.of("COIN")), sorted[side]);
    deepStrictEqual(orders.shown(["COIN", "DIME"]).map(({ clientOrderId }) => clientOrderId), sorted[side]);
    strictEqual(orders.restingCount, 1);
  }
});

Deno.test("OpenOrders: an order ends once, and what became of it is kept", () => {
  const orders = new OpenOrders();
  const order = open(orders, { id: "0x01" });
  deepStrictEqual([orders.count, [...orders.assets()]], [1, ["COIN"]]);
  strictEqual(orders.end(order, "canceled", 7), true);
  strictEqual(orders.end(order, "reduce-only-canceled", 8), false);
  strictEqual(orders.find("0x01"), order);
  strictEqual(orders.find(order.orderId), order);
  deepStrictEqual([order.status, order.statusTime], ["canceled", 7]);
  deepStrictEqual([orders.count, [...orders.assets()], orders.of("COIN")], [0, [], []]);
});

Deno.test("OpenOrders: exits that wait for an order end with it, at the same moment", () => {
  const orders = new OpenOrders();
  const parent = open(orders, { kind: "limit" });
  const child = open(orders);
  orders.remove(child);
  parent.children = [child];
  orders.end(parent, "margin-canceled", 9);
  deepStrictEqual([child.status, child.statusTime, parent.children], ["canceled", 9, []]);
});

Deno.test("OpenOrders: a client order id names the newest order that has it", () => {
  const orders = new OpenOrders();
  open(orders, { id: "0x01" });
  const newest = open(orders, { id: "0x01" });
  strictEqual(orders.find("0x01"), newest);
  strictEqual(orders.find("0x02"), undefined);
  strictEqual(orders.find(99), undefined);
});

Deno.test("OpenOrders: cancels what is picked, of one asset", () => {
  const orders = new OpenOrders();
  const ids = ["0x01", "0x02", "0x03"];
  for (const id of ids) open(orders, { id });
  open(orders, { asset: "DIME", id: "0x04" });
  const to = { status: "canceled", time: 2 } as const;
  orders.cancel("COIN", to, ({ terms }) => terms.clientOrderId === "0x02");
  deepStrictEqual(idsOf(orders.of("COIN")), ["0x01", "0x03"]);
  orders.cancel("COIN", to);
  deepStrictEqual(orders.shown(["COIN", "DIME"]).map(({ clientOrderId }) => clientOrderId), ["0x04"]);
  deepStrictEqual(ids.map((id) => orders.find(id)!.status), Array(3).fill("canceled"));
  strictEqual(orders.count, 1);
});

Deno.test("find: the newest of a client order id, whenever it became known and was asked for", () => {
  const orders = new OpenOrders();
  const first = open(orders, { id: "a" });
  open(orders);
  strictEqual(orders.find("a"), first);
  strictEqual(orders.find("b"), undefined);
  const [second, other] = [open(orders, { id: "a" }), open(orders, { id: "b" })];
  strictEqual(orders.find("a"), second);
  strictEqual(orders.find("b"), other);
  strictEqual(orders.find(first.orderId), first);
});
