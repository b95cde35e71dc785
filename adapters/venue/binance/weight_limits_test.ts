import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { WeightLimits } from "./weight_limits.ts";

const MINUTE = 60_000;
const START = 1000 * MINUTE;

function at(now: number): { readonly now: number; readonly isEnforced: true } {
  return { now, isEnforced: true };
}

Deno.test("WeightLimits: an address has its weight by the minute, another has its own", () => {
  const limits = new WeightLimits(10);
  deepStrictEqual(limits.take("a", 6, at(START)), { used: 6, refusal: null });
  deepStrictEqual(limits.take("a", 4, at(START + 1)), { used: 10, refusal: null });
  const refused = { used: 11, refusal: { kind: "too-much", until: START + MINUTE } };
  deepStrictEqual(limits.take("a", 1, at(START + 59_999)), refused);
  deepStrictEqual(limits.take("b", 1, at(START + 59_999)), { used: 1, refusal: null });
  deepStrictEqual(limits.take("a", 1, at(START + MINUTE)), { used: 1, refusal: null });
});

Deno.test("WeightLimits: who goes on is shut out, the second time for twice as long", () => {
  const limits = new WeightLimits(1);
  const annoy = (now: number): number => {
    for (let count = 0; count < 11; count++) limits.take("a", 1, at(now));
    const { refusal } = limits.take("a", 1, at(now));
    strictEqual(refusal?.kind, "banned");
    return refusal!.until;
  };
  const first = annoy(START);
  strictEqual(first, START + 2 * MINUTE);
  strictEqual(limits.take("a", 1, at(first - 1)).refusal?.kind, "banned");
  strictEqual(limits.take("a", 1, at(first)).refusal, null);
  strictEqual(annoy(first), first + 4 * MINUTE);
});

Deno.test("WeightLimits: nobody is shut out for more than three days", () => {
  const limits = new WeightLimits(1);
  let now = START;
  for (let ban = 0; ban < 20; ban++) {
    for (let count = 0; count < 12; count++) limits.take("a", 1, at(now));
    const { refusal } = limits.take("a", 1, at(now));
    if (ban === 19) strictEqual(refusal!.until - now, 3 * 24 * 60 * MINUTE);
    now = refusal!.until + MINUTE;
  }
});

Deno.test("WeightLimits: where they are not enforced, weight is counted and nothing refused", () => {
  const limits = new WeightLimits(1);
  for (let count = 1; count < 30; count++) {
    deepStrictEqual(limits.take("a", 1, { now: START, isEnforced: false }), { used: count, refusal: null });
  }
});
