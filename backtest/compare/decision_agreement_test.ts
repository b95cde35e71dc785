import assert from "node:assert/strict";
import type { Action } from "../../engine/mod.ts";
import { decisionAgreement } from "./decision_agreement.ts";
import { indexOf, START } from "./testing/runs.ts";

const at = (index: number): number => START + index * 900_000;
const asked = [[at(0), at(9), 10]] as const;
const decided = (index: number, asset: string, action: Action) => [at(index), asset, action] as const;

Deno.test("agreement counts every moment and asset, and apart those at which one acted", () => {
  const first = indexOf([], {
    asked,
    decisions: [
      decided(0, "BTC", "buy"),
      decided(1, "BTC", "sell"),
      decided(2, "ETH", "buy"),
      decided(3, "BTC", "hold"),
    ],
  });
  const second = indexOf([], {
    asked,
    decisions: [
      decided(0, "BTC", "buy"),
      decided(1, "BTC", "buy"),
      decided(4, "BTC", "close"),
      decided(5, "SOL", "buy"),
    ],
  });
  // Equal: one buy, and 17 of 20 minus the three that acted otherwise; the hold that moves an exit is a hold.
  assert.deepEqual(decisionAgreement(first, second, ["BTC", "ETH"]), {
    points: 20,
    equal: 17,
    acted: 4,
    actedEqual: 1,
  });
});

Deno.test("only moments at which both were asked count", () => {
  const first = indexOf([], { asked, decisions: [decided(0, "BTC", "buy"), decided(8, "BTC", "buy")] });
  const second = indexOf([], { asked: [[at(5), at(5), 1], [at(7), at(11), 3]], decisions: [] });
  // In common: 5, 7 and 9.
  assert.deepEqual(decisionAgreement(first, second, ["BTC"]), {
    points: 3,
    equal: 3,
    acted: 0,
    actedEqual: 0,
  });
});
