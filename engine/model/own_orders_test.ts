import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type OwnOrder, OwnOrders } from "./own_orders.ts";
import { NO_PLAN } from "./exit_plan.ts";

function order(leverage: number): OwnOrder {
  return { leg: "entry", group: { leverage, plan: NO_PLAN } };
}

Deno.test("every order is found for as long as the run lasts, whenever it is asked for", () => {
  const orders = new OwnOrders();
  const count = 1000;
  for (let place = 0; place < count; place++) {
    orders.add(`0x${place}`, order(place));
    // Asked in between, an old one is found, too, and what comes after it.
    if (place % 150 === 0) strictEqual(orders.get("0x0")?.group.leverage, 0);
  }
  for (let place = 0; place < count; place++) strictEqual(orders.get(`0x${place}`)?.group.leverage, place);
  strictEqual(orders.get("0xother"), undefined);
});

Deno.test("it answers as one map of all orders does, the later of two with one id", () => {
  const step = fc.record({ id: fc.nat({ max: 300 }), asks: fc.boolean() });
  fc.assert(fc.property(fc.array(step, { minLength: 200, maxLength: 800, size: "max" }), (steps) => {
    const orders = new OwnOrders();
    const all = new Map<string, OwnOrder>();
    for (const [place, { id, asks }] of steps.entries()) {
      if (asks) {
        strictEqual(orders.get(`0x${id}`), all.get(`0x${id}`));
        continue;
      }
      const added = order(place);
      orders.add(`0x${id}`, added);
      all.set(`0x${id}`, added);
    }
    for (let id = 0; id <= 300; id++) strictEqual(orders.get(`0x${id}`), all.get(`0x${id}`));
  }));
});
