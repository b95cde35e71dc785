import { type Fill, type FundingPayment, type PositionSide, toMicro, type Traced } from "../../engine/mod.ts";
import { sizeUnits } from "../metrics/size_units.ts";
import type { HeldState, MomentState } from "./moment_state.ts";

/** Takes a fill into the positions and totals. A part that is closed leaves the average entry as it is. */
export function absorbFill(state: MomentState, fill: Fill, seq: number): void {
  const side: PositionSide = fill.side === "buy" ? "long" : "short";
  const fee = toMicro(fill.feeUsd);
  const units = sizeUnits(fill.size);
  state.fills = { value: state.fills.value + 1, seq };
  state.feesMicro = plus(state.feesMicro, fee, seq);
  const held = state.held[fill.asset];
  if (held === undefined || held.side.value === side) {
    enter(state, fill, { side, units, fee, seq });
    return;
  }
  held.feesMicro = plus(held.feesMicro, fee, seq);
  const closed = Math.min(units, held.units);
  held.costMicro -= Math.round(held.costMicro * closed / held.units);
  held.units -= closed;
  held.sizeSeq = seq;
  if (held.units > 0) return;
  delete state.held[fill.asset];
  if (units > closed) enter(state, fill, { side, units: units - closed, fee: 0, seq });
}

/** Takes a funding payment into the position it was paid on, and the totals. */
export function absorbFunding(state: MomentState, { asset, amountUsd }: FundingPayment, seq: number): void {
  const amount = toMicro(amountUsd);
  state.fundingMicro = plus(state.fundingMicro, amount, seq);
  const held = state.held[asset];
  if (held !== undefined) held.fundingMicro = plus(held.fundingMicro, amount, seq);
}

function enter(
  state: MomentState,
  { asset, price, time }: Fill,
  { side, units, fee, seq }: {
    readonly side: PositionSide;
    readonly units: number;
    readonly fee: number;
    readonly seq: number;
  },
): void {
  const held: HeldState = state.held[asset] ?? {
    side: { value: side, seq },
    openedAt: { value: time, seq },
    units: 0,
    sizeSeq: seq,
    costMicro: 0,
    entrySeq: seq,
    feesMicro: { value: 0, seq },
    fundingMicro: { value: 0, seq },
  };
  held.units += units;
  held.sizeSeq = seq;
  held.entrySeq = seq;
  // Units are millionths of a coin, so units × price is micro-USDC.
  held.costMicro += Math.round(units * price);
  held.feesMicro = plus(held.feesMicro, fee, seq);
  state.held[asset] = held;
}

function plus({ value }: Traced, amount: number, seq: number): Traced {
  return { value: value + amount, seq };
}
