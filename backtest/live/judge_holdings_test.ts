import { deepStrictEqual } from "node:assert/strict";
import type { Fill, OpenOrder, Position } from "../../engine/mod.ts";
import { COIN } from "../testing/market.ts";
import { type Holdings, judgeHoldings } from "./judge_holdings.ts";

const OWN = `0x${"1".repeat(32)}`;
const OTHER = `0x${"2".repeat(32)}`;

const LONG: Position = {
  ...{ asset: "COIN", side: "long", size: 2, entryPrice: 100, mark: 100, notionalUsd: 200 },
  ...{ unrealizedPnlUsd: 0, marginUsedUsd: 200, leverage: 1, liquidationPrice: null },
};

function fill(size: number, clientOrderId: string | null): Fill {
  const side = size > 0 ? "buy" : "sell";
  return {
    ...{ kind: "fill", time: 1, asset: "COIN", side, size: Math.abs(size), price: 100, feeUsd: 0 },
    ...{ realizedPnlUsd: 0, clientOrderId, liquidation: false },
  };
}

function order(clientOrderId: string | null, asset = "COIN"): OpenOrder {
  return {
    ...{ asset, clientOrderId, kind: "stop", side: "sell", size: null },
    ...{ limitPrice: 90, triggerPrice: 95, reduceOnly: true },
  };
}

function judged(given: Partial<Holdings>) {
  return judgeHoldings({
    ...{ account: { positions: [], openOrders: [] }, takenOver: [], fills: [], intended: new Set([OWN]) },
    instruments: [COIN],
    ...given,
  });
}

Deno.test("a position is ours as far as fills of our orders, or what a run took over, explain it", () => {
  const account = { positions: [LONG], openOrders: [] };
  const cases: readonly (readonly [what: string, fills: number[], own: string | null, strange: number])[] = [
    ["all of it bought by us", [1, 1], OWN, 0],
    ["bought by somebody", [2], OTHER, 1],
    ["bought by hand", [2], null, 1],
    ["only half of it", [1], OWN, 1],
    ["nothing is known", [], OWN, 1],
  ];
  for (const [what, sizes, own, strange] of cases) {
    const fills = sizes.map((size) => fill(size, own));
    deepStrictEqual(judged({ account, fills }).strangePositions.length, strange, what);
  }
  deepStrictEqual(judged({ account, takenOver: [fill(2, null)] }).strangePositions, []);
  const added = { takenOver: [fill(1, null)], fills: [fill(1, OWN)] };
  deepStrictEqual(judged({ account, ...added }).strangePositions, []);
});

Deno.test("a position in what is not listed is nobody's that we know", () => {
  const account = { positions: [{ ...LONG, asset: "ELSE" }], openOrders: [] };
  deepStrictEqual(
    judged({ account, fills: [{ ...fill(2, OWN), asset: "ELSE" }] }).strangePositions.length,
    1,
  );
});

Deno.test("an order is ours by its client order id; where its asset is flat it protects nothing", () => {
  const openOrders = [order(OWN), order(OTHER), order(null)];
  const flat = judged({ account: { positions: [], openOrders } });
  deepStrictEqual([flat.orphans, flat.standing, flat.strangeOrders], [
    [openOrders[0]],
    [],
    openOrders.slice(1),
  ]);
  const held = judged({ account: { positions: [LONG], openOrders } });
  deepStrictEqual([held.orphans, held.standing], [[], [openOrders[0]]]);
});
