import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { diaryDifference } from "./diary_difference.ts";

const line = (fields: object): string => JSON.stringify({ kind: "cycle", close: 1, ...fields });

Deno.test("equal diaries have no difference; one that is longer differs where the other ends", () => {
  const lines = [line({ equityUsd: 1 }), line({ equityUsd: 2 })];
  strictEqual(diaryDifference(lines, [...lines]), null);
  const shorter = diaryDifference(lines, lines.slice(0, 1))!;
  deepStrictEqual([shorter.line, shorter.field, shorter.expected, shorter.found], [2, "line", "cycle", null]);
});

Deno.test("of what differs in a line, that is named which the rest follows from", () => {
  const cases: readonly (readonly [object, object, string, string])[] = [
    [
      { equityUsd: 1, observationHash: "a" },
      { equityUsd: 2, observationHash: "b" },
      "observationHash",
      "observation",
    ],
    [
      { observation: { assets: [{ mid: 1 }] } },
      { observation: { assets: [{ mid: 2 }] } },
      "observation.assets.0.mid",
      "data",
    ],
    [{ series: [] }, {}, "series", "data"],
    [
      { decisionsHash: "a", cassetteKeys: ["a"] },
      { decisionsHash: "b", cassetteKeys: ["b"] },
      "cassetteKeys.0",
      "prompt",
    ],
    [{ decisions: [{ action: "buy" }] }, { decisions: [{ action: "sell" }] }, "decisions.0.action", "answer"],
    [{ decisions: [{ refusal: { code: "halt" } }] }, { decisions: [{}] }, "decisions.0.refusal", "risk"],
    [
      { orders: [{ legs: [{ size: 1 }] }] },
      { orders: [{ legs: [{ size: 2 }] }] },
      "orders.0.legs.0.size",
      "order",
    ],
    [
      { equityUsd: 1, fills: [{ price: 1 }] },
      { equityUsd: 2, fills: [{ price: 2 }] },
      "fills.0.price",
      "fill",
    ],
    [{ equityUsd: 1 }, { equityUsd: 2 }, "equityUsd", "accounting"],
  ];
  for (const [expected, found, field, cause] of cases) {
    const difference = diaryDifference([line(expected)], [line(found)])!;
    deepStrictEqual([difference.field, difference.cause], [field, cause], field);
  }
});
