import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type AccountEvent, type Fill, type FundingPayment, inDiaryOrder, type Transfer } from "./order.ts";

function event(kind: AccountEvent["kind"], time: number): AccountEvent {
  if (kind === "transfer") return { kind, time, amountUsd: 1 };
  if (kind === "funding") return { kind, time, asset: "ETH", rate: 1, size: 1, amountUsd: 1 };
  const rest = { price: 1, feeUsd: 0, realizedPnlUsd: 0, clientOrderId: null, liquidation: false };
  return { kind, time, asset: "ETH", side: "buy", size: 1, ...rest };
}

Deno.test("at one time money comes first, then fills, then funding; otherwise by time", () => {
  const arrived = [event("funding", 2), event("fill", 2), event("transfer", 2), event("funding", 1)];
  deepStrictEqual(inDiaryOrder(arrived).map(({ kind, time }) => `${kind} ${time}`), [
    "funding 1",
    "transfer 2",
    "fill 2",
    "funding 2",
  ]);
  strictEqual(arrived[0].time, 2, "what was handed in is left as it is");
});

Deno.test("what a line keeps by kind comes back in the order in which it was taken in", () => {
  const kind = fc.constantFrom("transfer" as const, "fill" as const, "funding" as const);
  const events = fc.array(fc.record({ kind, time: fc.integer({ min: 0, max: 3 }) }));
  fc.assert(fc.property(events, (drawn) => {
    const taken = inDiaryOrder(drawn.map((one) => event(one.kind, one.time)));
    const of = <T>(wanted: string): T[] => taken.filter((one) => one.kind === wanted) as T[];
    const line = [...of<Transfer>("transfer"), ...of<Fill>("fill"), ...of<FundingPayment>("funding")];
    deepStrictEqual(inDiaryOrder(line), taken);
  }));
});
