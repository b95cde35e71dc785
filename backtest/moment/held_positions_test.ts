import { deepStrictEqual } from "node:assert/strict";
import type { Fill } from "../../engine/mod.ts";
import { absorbFill } from "./held_positions.ts";
import { emptyState, type MomentState } from "./moment_state.ts";

/** The state after fills of a coin: signed sizes at a price, each with a fee of 1 USD. */
function after(...fills: readonly (readonly [size: number, price: number])[]): MomentState {
  const state = emptyState();
  fills.forEach(([size, price], seq) => {
    const side = size > 0 ? "buy" : "sell";
    const fill: Fill = {
      ...{ kind: "fill", time: seq, asset: "COIN", side, size: Math.abs(size), price, feeUsd: 1 },
      ...{ realizedPnlUsd: 0, clientOrderId: null, liquidation: false },
    };
    absorbFill(state, fill, seq);
  });
  return state;
}

/** Side, coins, average entry, fees in USD, and when it was opened. */
function told({ held: { COIN } }: MomentState) {
  const { side, units, costMicro, feesMicro, openedAt } = COIN;
  return [side.value, units / 1e6, costMicro / units, feesMicro.value / 1e6, openedAt.value];
}

Deno.test("adding moves the average entry, closing a part leaves it where it was, whatever the price", () => {
  deepStrictEqual(told(after([1, 100], [3, 200])), ["long", 4, 175, 2, 0]);
  deepStrictEqual(told(after([1, 100], [3, 200], [-2, 500])), ["long", 2, 175, 3, 0]);
  deepStrictEqual(told(after([-2, 100], [1, 80])), ["short", 1, 100, 2, 0]);
});

Deno.test("what goes beyond flat opens the other side at its own price, and the fee is the closed side's", () => {
  const turned = after([1, 100], [-3, 120]);
  deepStrictEqual(told(turned), ["short", 2, 120, 0, 1]);
  deepStrictEqual([turned.feesMicro.value, turned.fills.value], [2_000_000, 2]);
  deepStrictEqual(after([1, 100], [-1, 120]).held, {});
});
