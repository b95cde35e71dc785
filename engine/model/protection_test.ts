import { strictEqual } from "node:assert/strict";
import { accountOf, openOrderOf, positionOf10 } from "../testing/accounts.ts";
import type { OpenOrder } from "./order.ts";
import { isCovered } from "./protection.ts";

function covered(...openOrders: readonly OpenOrder[]): boolean {
  return isCovered("stop", positionOf10({ size: 0.3 }), accountOf({ openOrders }));
}

Deno.test("a position is covered by a stop that follows it, or by stops that add up to its size", () => {
  strictEqual(covered(), false);
  strictEqual(covered(openOrderOf({ size: null })), true);
  strictEqual(covered(openOrderOf({ size: 0.1 })), false);
  strictEqual(covered(openOrderOf({ size: 0.1 }), openOrderOf({ size: 0.2 })), true);
});

Deno.test("what is of another kind, asset or side, or could open a position, covers nothing", () => {
  strictEqual(covered(openOrderOf({ kind: "target" })), false);
  strictEqual(covered(openOrderOf({ asset: "BTC" })), false);
  strictEqual(covered(openOrderOf({ side: "buy" })), false);
  strictEqual(covered(openOrderOf({ reduceOnly: false })), false);
});
