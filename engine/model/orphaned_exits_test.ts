import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { LegOutcome, OrderLeg } from "./order.ts";
import { withoutOrphans } from "./orphaned_exits.ts";

const LEG: OrderLeg = {
  leg: "entry",
  clientOrderId: "0x1",
  side: "buy",
  size: 2,
  limitPrice: 100,
  triggerPrice: null,
  reduceOnly: false,
};
const LEGS: readonly OrderLeg[] = [LEG, {
  ...LEG,
  leg: "stop",
  clientOrderId: "0x2",
  side: "sell",
  triggerPrice: 90,
}];
const STOP: LegOutcome = {
  leg: "stop",
  clientOrderId: "0x2",
  status: "accepted",
  filledSize: 0,
  price: null,
};

function entry(filledSize: number): LegOutcome {
  return { leg: "entry", clientOrderId: "0x1", status: "accepted", filledSize, price: 100 };
}

Deno.test("withoutOrphans: an entry that filled whole keeps its exits", () => {
  const outcomes = [entry(2), STOP];
  strictEqual(withoutOrphans(LEGS, outcomes), outcomes);
});

Deno.test("withoutOrphans: one that filled in part, or was refused, takes them with it", () => {
  const refused: LegOutcome = { leg: "entry", clientOrderId: "0x1", status: "rejected", reason: "no" };
  for (const first of [entry(1), refused]) {
    const [kept, exit] = withoutOrphans(LEGS, [first, STOP]);
    strictEqual(kept, first);
    deepStrictEqual(exit, {
      leg: "stop",
      clientOrderId: "0x2",
      status: "rejected",
      reason: "its entry was not filled",
    });
  }
});

Deno.test("withoutOrphans: of an entry nobody knows about nothing is known of the exits", () => {
  const unknown: LegOutcome = { leg: "entry", clientOrderId: "0x1", status: "unknown", reason: "timed out" };
  const outcomes = [unknown, { ...unknown, leg: "stop", clientOrderId: "0x2" } as const];
  strictEqual(withoutOrphans(LEGS, outcomes), outcomes);
});

Deno.test("withoutOrphans: exits of a position that stands have no entry", () => {
  const outcomes = [STOP, { ...STOP, leg: "target" } as const];
  strictEqual(withoutOrphans([LEGS[1], LEGS[1]], outcomes), outcomes);
});
