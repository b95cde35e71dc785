import { fail } from "node:assert/strict";
import type { ApprovedOrder } from "../model/approved_order.ts";
import type { Instrument } from "../model/instrument.ts";
import type { OrderGroup } from "../model/order.ts";
import { judge } from "../risk/gate.ts";
import { NOTHING_TAKEN } from "../risk/proposal.ts";
import { accountOf } from "./accounts.ts";

/**
 * An order as the gate would let it pass, with every limit out of the way: tests need to send a venue what it
 * must refuse. The grid is judged by `grid`, which may be another instrument than the venue's.
 */
export function approved(group: OrderGroup, grid: Instrument): ApprovedOrder {
  const proposal = { instrument: grid, shownPrice: 1, allocationUsd: 0, leverage: 1, presentStop: null };
  const verdict = judge({ ...proposal, group: { ...group, purpose: "close" } }, GENEROUS);
  if ("refusal" in verdict) {
    fail(`the gate refused a test's order: ${verdict.refusal.code}, ${verdict.refusal.detail}`);
  }
  return { ...verdict.approved, purpose: group.purpose };
}

/** A situation in which the gate has nothing against anything but the grid. */
const GENEROUS: Parameters<typeof judge>[1] = {
  account: accountOf(),
  instruments: new Map(),
  profile: {
    name: "generous",
    maxMarginShare: 1,
    maxLeverage: 100,
    maxGrossLeverage: 100,
    defaultStopDistance: 0.5,
    maxStopDistance: 0.9,
    defaultTargetDistance: null,
    coolDownCandles: 0,
    dayLossHalt: null,
    drawdownHalt: null,
  },
  halt: null,
  candlesSinceClose: null,
  takerFee: 0,
  knownLeverage: null,
  taken: NOTHING_TAKEN,
};
