import type { Fault, Halt, Invalidation, PositionSide, Side, Traced } from "../../engine/mod.ts";

/** A position while it is folded; money in micro-USDC, sizes in millionths of a coin. */
export interface HeldState {
  side: Traced<PositionSide>;
  openedAt: Traced;
  units: number;
  sizeSeq: number;
  costMicro: number;
  entrySeq: number;
  feesMicro: Traced;
  fundingMicro: Traced;
}

/** What is known of how a position is to be left, from intents and their outcomes. */
export interface PlanState {
  words: Traced<string> | null;
  invalidation: Traced<Invalidation> | null;
}

/** An order that waits, as its outcome tells. */
export interface WaitingState {
  side: Side;
  clientOrderId: string;
  triggerPrice: number;
  limitPrice: number;
  size: number | null;
  seq: number;
}

/** An order that was intended and has no outcome yet. */
export interface IntendedState {
  asset: string;
  leg: "entry" | "close" | "stop" | "target";
  waiting: WaitingState | null;
  /** Null: it stays as it is. */
  leverage: Traced | null;
  plan: PlanState;
}

/** The state of a fold as plain data: what a snapshot is a copy of. */
export interface MomentState {
  seq: number;
  close: number | null;
  cycles: Traced;
  balance: Traced | null;
  equity: Traced | null;
  notional: Traced;
  start: Traced | null;
  /** Growth since the start with transfers taken out, and its highest. */
  growth: Traced;
  peak: number;
  maxDrawdown: Traced;
  /** Equity at 00:00 UTC of `day`, and what was paid in since. */
  day: number;
  dayEquity: number;
  dayFlowMicro: number;
  flowMicro: number;
  trades: Traced;
  wins: Traced;
  netMicro: Traced;
  feesMicro: Traced;
  fundingMicro: Traced;
  fills: Traced;
  refusals: Traced;
  faults: Traced;
  longestNakedMs: Traced;
  costUsd: Traced | null;
  unpriced: number;
  held: { [asset: string]: HeldState };
  /** What each asset's leverage was last set to; it stays so when the position is gone. */
  leverages: { [asset: string]: Traced };
  plans: { [asset: string]: PlanState };
  stops: { [asset: string]: WaitingState };
  targets: { [asset: string]: WaitingState };
  intended: { [clientOrderId: string]: IntendedState };
  paused: Traced<boolean>;
  halt: Traced<Halt & { since: number }> | null;
  lastFault: Traced<Fault & { close: number }> | null;
}

const NOTHING: Traced = { value: 0, seq: 0 };

/** The state before the first line. */
export function emptyState(): MomentState {
  return {
    seq: -1,
    close: null,
    cycles: NOTHING,
    balance: null,
    equity: null,
    notional: NOTHING,
    start: null,
    growth: { value: 1, seq: 0 },
    peak: 1,
    maxDrawdown: NOTHING,
    day: -1,
    dayEquity: 0,
    dayFlowMicro: 0,
    flowMicro: 0,
    trades: NOTHING,
    wins: NOTHING,
    netMicro: NOTHING,
    feesMicro: NOTHING,
    fundingMicro: NOTHING,
    fills: NOTHING,
    refusals: NOTHING,
    faults: NOTHING,
    longestNakedMs: NOTHING,
    costUsd: null,
    unpriced: 0,
    held: {},
    leverages: {},
    plans: {},
    stops: {},
    targets: {},
    intended: {},
    paused: { value: false, seq: 0 },
    halt: null,
    lastFault: null,
  };
}
