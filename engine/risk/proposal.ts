import { type AccountState, positionOf } from "../model/account.ts";
import type { Halt, Refusal, RefusalCode } from "../model/diary_entry.ts";
import type { Instrument } from "../model/instrument.ts";
import type { OrderGroup, OrderLeg } from "../model/order.ts";
import type { RiskProfile } from "../model/risk_profile.ts";

/** A group of orders that wants to go out. */
export interface Proposal {
  readonly instrument: Instrument;
  readonly group: OrderGroup;
  /** The price the decision was sized at, USD. */
  readonly shownPrice: number;
  /** Margin it puts in, USD; 0 for closes and protection. */
  readonly allocationUsd: number;
  readonly leverage: number;
  /** The stop in force, for a move that may only bring it nearer; null where it does not matter. */
  readonly presentStop: number | null;
}

/** What a proposal is judged by. */
export interface Situation {
  readonly account: AccountState;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly profile: RiskProfile;
  readonly halt: Halt | null;
  /** Decision candles that closed since the asset's last trade was closed; null: there was none. */
  readonly candlesSinceClose: number | null;
  /** Taker fee as a fraction. */
  readonly takerFee: number;
  /** The leverage the asset is known to be set to; null: not known. */
  readonly knownLeverage: number | null;
  /** What this cycle's approved entries already take. */
  readonly taken: Taken;
}

/** Margin, notional and fees that approved entries of a cycle take, USD. */
export interface Taken {
  readonly marginUsd: number;
  readonly notionalUsd: number;
  readonly feesUsd: number;
}

/** Nothing taken. */
export const NOTHING_TAKEN: Taken = { marginUsd: 0, notionalUsd: 0, feesUsd: 0 };

/** A refusal with its code. */
export function refuse(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}

/** Whether it opens a position or adds to one. */
export function isEntering(group: OrderGroup): boolean {
  return group.purpose === "open" || group.purpose === "add";
}

/** The order that enters. */
export function entryLeg(group: OrderGroup): OrderLeg {
  return group.legs[0];
}

/** What it is worth at the shown price, USD. */
export function entryNotional({ group, shownPrice }: Proposal): number {
  return (entryLeg(group).size ?? 0) * shownPrice;
}

/** What a lower leverage ties up for what stands already, USD; what a higher one sets free is not reckoned with. */
export function tiedUp(proposal: Proposal, account: AccountState): number {
  const used = positionOf(account, proposal.group.asset)?.marginUsedUsd ?? 0;
  return Math.max(0, presentMargin(proposal, account) - used);
}

/** The margin of what stands already, USD, at the leverage that the entry sets for the whole position. */
export function presentMargin({ group, leverage }: Proposal, account: AccountState): number {
  const position = positionOf(account, group.asset);
  if (position === null) return 0;
  return position.leverage === leverage ? position.marginUsedUsd : position.notionalUsd / leverage;
}
