/** Diary entries for the tests of the figures: short to write, whole in type. */
import {
  type CycleEntry,
  DAY_MS,
  type DiaryEntry,
  type Fill,
  type IntentEntry,
  type Trade,
} from "../../../engine/mod.ts";
import { MetricsFold, type MetricsResult } from "../metrics_fold.ts";

/** 2025-01-01T00:00Z, ms. */
export const START = 1_735_689_600_000;

/** A cycle that ended with this equity, all of it cash; it needs no more to be read. */
export function cycle(close: number, equityUsd: number, more: Partial<CycleEntry> = {}): CycleEntry {
  return { kind: "cycle", close, balanceUsd: equityUsd, equityUsd, ...more };
}

/** One cycle a day from START; the first equity is deposited in the first of them. */
export function daily(equities: readonly number[]): CycleEntry[] {
  return equities.map((equity, day) =>
    cycle(START + day * DAY_MS, equity, day === 0 ? { transfers: [transfer(equity)] } : {})
  );
}

/** Money that came in (+) or went out (−). */
export function transfer(amountUsd: number): NonNullable<CycleEntry["transfers"]>[number] {
  return { kind: "transfer", time: START, amountUsd };
}

/** A buy of one BTC at 100 USD without a fee. */
export function fill(more: Partial<Fill> = {}): Fill {
  return {
    kind: "fill",
    time: START,
    asset: "BTC",
    side: "buy",
    size: 1,
    price: 100,
    feeUsd: 0,
    realizedPnlUsd: 0,
    clientOrderId: null,
    liquidation: false,
    ...more,
  };
}

/** The intent to enter BTC with a stop at this price, or without one. */
export function entryIntent(clientOrderId: string, stop: number | null): IntentEntry {
  const leg = {
    clientOrderId,
    side: "buy",
    size: 1,
    limitPrice: 100,
    triggerPrice: null,
    reduceOnly: false,
  } as const;
  const stopLeg = {
    ...leg,
    leg: "stop",
    clientOrderId: `${clientOrderId}-stop`,
    triggerPrice: stop,
  } as const;
  return {
    kind: "intent",
    close: START,
    origin: "agent",
    decisions: [],
    orders: [{
      asset: "BTC",
      purpose: "open",
      leverage: 1,
      legs: [{ ...leg, leg: "entry" }, ...stop === null ? [] : [stopLeg]],
    }],
  };
}

/** A long BTC trade of one hour with this net PnL. */
export function trade(netPnlUsd: number, more: Partial<Trade> = {}): Trade {
  return {
    asset: "BTC",
    side: "long",
    openedAt: START,
    closedAt: START + 3_600_000,
    size: 1,
    entryPrice: 100,
    exitPrice: 100,
    exit: "close",
    realizedPnlUsd: netPnlUsd,
    feesUsd: 0,
    fundingUsd: 0,
    netPnlUsd,
    ...more,
  };
}

/** The figures of these lines. */
export function figuresOf(entries: readonly DiaryEntry[]): MetricsResult {
  const fold = new MetricsFold();
  for (const entry of entries) fold.add(entry);
  return fold.result();
}
