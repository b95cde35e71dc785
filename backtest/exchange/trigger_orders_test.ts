import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CANCELED, fires, type TriggerOrder, TriggerOrders } from "./trigger_orders.ts";

const STOP: TriggerOrder = {
  asset: "COIN",
  clientOrderId: "0x01",
  kind: "stop",
  side: "sell",
  size: 1,
  limitPrice: 90,
  triggerPrice: 100,
  placedAt: 1,
  group: 1,
};

/** Which of these marks fire an order of trigger 100: a tick below, at it, a tick above. */
const FIRES: readonly ["stop" | "target", "buy" | "sell", boolean, boolean, boolean][] = [
  ["stop", "sell", true, true, false],
  ["stop", "buy", false, true, true],
  ["target", "sell", false, true, true],
  ["target", "buy", true, true, false],
];

for (const [kind, side, ...expected] of FIRES) {
  Deno.test(`fires: a ${kind} to ${side} fires ${expected[0] ? "below" : "above"} its trigger and at it`, () => {
    deepStrictEqual([99.99, 100, 100.01].map((mark) => fires({ ...STOP, kind, side }, mark)), expected);
  });
}

Deno.test("TriggerOrders: lists stops first, of each kind the one the price reaches first, then the older", () => {
  const orders = new TriggerOrders();
  const rows: readonly [string, TriggerOrder["kind"], number, number][] = [
    ["far target", "target", 120, 1],
    ["far stop", "stop", 90, 2],
    ["near target", "target", 110, 3],
    ["younger stop", "stop", 95, 5],
    ["older stop", "stop", 95, 4],
  ];
  for (const [clientOrderId, kind, triggerPrice, placedAt] of rows) {
    orders.add({ ...STOP, clientOrderId, kind, triggerPrice, placedAt });
  }
  const sorted = ["older stop", "younger stop", "far stop", "near target", "far target"];
  deepStrictEqual(orders.of("COIN").map(({ clientOrderId }) => clientOrderId), sorted);
  deepStrictEqual(orders.shown().map(({ clientOrderId }) => clientOrderId), sorted);
  const short = new TriggerOrders();
  for (const [clientOrderId, kind, triggerPrice, placedAt] of rows) {
    short.add({ ...STOP, side: "buy", clientOrderId, kind, triggerPrice, placedAt });
  }
  deepStrictEqual(short.of("COIN").map(({ clientOrderId }) => clientOrderId), [
    "far stop",
    "older stop",
    "younger stop",
    "far target",
    "near target",
  ]);
});

Deno.test("TriggerOrders: an order ends once, and what became of it is kept", () => {
  const orders = new TriggerOrders();
  orders.add(STOP);
  deepStrictEqual([orders.count, [...orders.assets()]], [1, ["COIN"]]);
  strictEqual(orders.find("0x01"), STOP);
  strictEqual(orders.endOf("0x01"), undefined);
  strictEqual(orders.end(STOP, CANCELED), true);
  strictEqual(orders.end(STOP, { state: "filled", filledSize: 1, price: 1 }), false);
  strictEqual(orders.find("0x01"), undefined);
  strictEqual(orders.endOf("0x01"), CANCELED);
  deepStrictEqual([orders.count, [...orders.assets()], orders.of("COIN")], [0, [], []]);
});

Deno.test("TriggerOrders: cancels what is picked, of one asset", () => {
  const orders = new TriggerOrders();
  const ids = ["0x01", "0x02", "0x03"];
  for (const clientOrderId of ids) orders.add({ ...STOP, clientOrderId });
  orders.add({ ...STOP, asset: "DIME", clientOrderId: "0x04" });
  orders.cancel("COIN", ({ clientOrderId }) => clientOrderId === "0x02");
  deepStrictEqual(orders.of("COIN").map(({ clientOrderId }) => clientOrderId), ["0x01", "0x03"]);
  orders.cancel("COIN");
  deepStrictEqual(orders.shown().map(({ clientOrderId }) => clientOrderId), ["0x04"]);
  deepStrictEqual(ids.map((id) => orders.endOf(id)), [CANCELED, CANCELED, CANCELED]);
  strictEqual(orders.count, 1);
});
