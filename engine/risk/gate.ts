import { type AccountState, grossNotional, positionOf } from "../model/account.ts";
import { approve, type ApprovedOrder } from "../model/approved_order.ts";
import type { Halt, Refusal, RefusalCode } from "../model/diary_entry.ts";
import {
  type Instrument,
  isPriceOnGrid,
  isSizeOnGrid,
  MINIMUM_ORDER_USD,
  notionalMicro,
  priceToUnits,
} from "../model/instrument.ts";
import { liquidationPrice, maintenanceMargin } from "../model/margin.ts";
import { fromMicro, toMicro } from "../model/money.ts";
import { isBelowMinimum } from "../model/order_limits.ts";
import { openingSide, type OrderGroup, type OrderLeg, type Side } from "../model/order.ts";
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

/** What the gate says: an order that may be sent, or why not. */
export type Verdict =
  | { readonly approved: ApprovedOrder; readonly takes: Taken }
  | { readonly refusal: Refusal };

/** Nothing taken. */
export const NOTHING_TAKEN: Taken = { marginUsd: 0, notionalUsd: 0, feesUsd: 0 };

type Check = (proposal: Proposal, situation: Situation) => Refusal | null;

const ENTRY_CHECKS: readonly Check[] = [
  halted,
  coolDown,
  leverageLimit,
  grid,
  minimum,
  marginLimit,
  grossLimit,
  freeBalance,
  stopSide,
  targetSide,
  stopWidth,
  liquidation,
];
const PROTECT_CHECKS: readonly Check[] = [grid, stopSide, targetSide, stopNearer];
const CLOSE_CHECKS: readonly Check[] = [grid];

/**
 * The only maker of an `ApprovedOrder`. Every limit is a limit and not a target: what is above one is refused,
 * never cut. Halts, cool-down and the limits on size hold entries and adds; closes and protection go on.
 */
export function judge(proposal: Proposal, situation: Situation): Verdict {
  for (const check of checksFor(proposal.group)) {
    const refusal = check(proposal, situation);
    if (refusal !== null) return { refusal };
  }
  const entering = isEntering(proposal.group);
  const sets = entering && proposal.leverage !== situation.knownLeverage;
  return {
    approved: approve(proposal.group, sets ? proposal.leverage : null),
    takes: entering ? takes(proposal, situation) : NOTHING_TAKEN,
  };
}

/** A refusal with its code. */
export function refuse(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}

function checksFor(group: OrderGroup): readonly Check[] {
  if (isEntering(group)) return ENTRY_CHECKS;
  return group.purpose === "close" ? CLOSE_CHECKS : PROTECT_CHECKS;
}

function isEntering(group: OrderGroup): boolean {
  return group.purpose === "open" || group.purpose === "add";
}

function takes(proposal: Proposal, situation: Situation): Taken {
  const notionalUsd = entryNotional(proposal);
  const marginUsd = proposal.allocationUsd + tiedUp(proposal, situation.account);
  return { marginUsd, notionalUsd, feesUsd: notionalUsd * situation.takerFee };
}

/** What a lower leverage ties up for what stands already, USD; what a higher one sets free is not reckoned with. */
function tiedUp(proposal: Proposal, account: AccountState): number {
  const used = positionOf(account, proposal.group.asset)?.marginUsedUsd ?? 0;
  return Math.max(0, presentMargin(proposal, account) - used);
}

function halted(_: Proposal, { halt }: Situation): Refusal | null {
  if (halt === null) return null;
  const until = halt.until === "next-day" ? "until the next UTC day" : "for good";
  return refuse("halt", `no entries ${until}: loss ${percent(halt.loss)}`);
}

function coolDown(_: Proposal, { candlesSinceClose, profile }: Situation): Refusal | null {
  if (candlesSinceClose === null || candlesSinceClose >= profile.coolDownCandles) return null;
  return refuse(
    "cool-down",
    `${candlesSinceClose} of ${profile.coolDownCandles} candles since the last close`,
  );
}

function leverageLimit({ leverage, instrument }: Proposal, { profile }: Situation): Refusal | null {
  const limit = Math.min(profile.maxLeverage, instrument.maxLeverage);
  if (leverage <= limit) return null;
  return refuse("leverage", `${leverage}x is above ${limit}x`);
}

function grid({ group, instrument }: Proposal): Refusal | null {
  for (const leg of group.legs) {
    if (leg.size !== null && leg.size !== 0 && !isSizeOnGrid(leg.size, instrument)) {
      return refuse(
        "off-grid",
        `size ${leg.size} has more than ${instrument.szDecimals} decimals, or is not above 0`,
      );
    }
    for (const price of [leg.limitPrice, leg.triggerPrice]) {
      if (price !== null && !isPriceOnGrid(price, instrument)) {
        return refuse("off-grid", `price ${price} of the ${leg.leg} is not on the venue's grid`);
      }
    }
  }
  return null;
}

function minimum({ group, instrument }: Proposal): Refusal | null {
  const entry = entryLeg(group);
  // An entry closes nothing, so whatever it meets counts as flat.
  if (!isBelowMinimum(entry, 0, instrument)) return null;
  const value = (entry.size ?? 0) * entry.limitPrice;
  return refuse(
    "below-minimum",
    `worth ${value.toFixed(2)} USD at ${entry.limitPrice}, the venue wants ${MINIMUM_ORDER_USD}`,
  );
}

function marginLimit(proposal: Proposal, { account, profile }: Situation): Refusal | null {
  const wanted = toMicro(presentMargin(proposal, account)) + toMicro(proposal.allocationUsd);
  const limit = toMicro(profile.maxMarginShare * account.equityUsd);
  if (wanted <= limit) return null;
  return refuse(
    "margin",
    `margin ${usd(wanted)} is above ${percent(profile.maxMarginShare)} of equity, ${usd(limit)}`,
  );
}

/** The margin of what stands already, USD, at the leverage that the entry sets for the whole position. */
function presentMargin({ group, leverage }: Proposal, account: AccountState): number {
  const position = positionOf(account, group.asset);
  if (position === null) return 0;
  return position.leverage === leverage ? position.marginUsedUsd : position.notionalUsd / leverage;
}

function grossLimit(proposal: Proposal, { account, profile, taken }: Situation): Refusal | null {
  const gross = toMicro(grossNotional(account)) + toMicro(taken.notionalUsd) +
    toMicro(entryNotional(proposal));
  const limit = toMicro(profile.maxGrossLeverage * account.equityUsd);
  if (gross <= limit) return null;
  return refuse(
    "gross",
    `notional ${usd(gross)} in all is above ${profile.maxGrossLeverage} × equity, ${usd(limit)}`,
  );
}

function freeBalance(proposal: Proposal, { account, takerFee, taken }: Situation): Refusal | null {
  const fee = toMicro(entryNotional(proposal) * takerFee);
  const wanted = toMicro(proposal.allocationUsd) + toMicro(tiedUp(proposal, account)) + fee;
  const free = toMicro(account.freeUsd) - toMicro(taken.marginUsd) - toMicro(taken.feesUsd);
  if (wanted <= free) return null;
  return refuse("free-balance", `margin and fee ${usd(wanted)} are above the free balance ${usd(free)}`);
}

function stopSide(proposal: Proposal): Refusal | null {
  const stop = trigger(proposal.group, "stop");
  if (stop === null || below(stop.price, proposal) === (stop.side === "sell")) return null;
  return refuse("stop-side", `stop ${stop.price} is on the wrong side of ${proposal.shownPrice}`);
}

function targetSide(proposal: Proposal): Refusal | null {
  const target = trigger(proposal.group, "target");
  if (target === null || below(target.price, proposal) === (target.side === "buy")) return null;
  return refuse("target-side", `target ${target.price} is on the wrong side of ${proposal.shownPrice}`);
}

function stopWidth(proposal: Proposal, { profile }: Situation): Refusal | null {
  const stop = trigger(proposal.group, "stop");
  if (stop === null) return refuse("stop-side", "an entry without a stop");
  const { shownPrice, instrument } = proposal;
  // By units, so that a stop at exactly the widest distance is not refused for the rounding of a double.
  const shown = priceToUnits(shownPrice, instrument);
  const distance = Math.abs(priceToUnits(stop.price, instrument) - shown) / shown;
  if (distance <= profile.maxStopDistance) return null;
  return refuse(
    "stop-too-wide",
    `stop ${stop.price} is ${percent(distance)} away, ${percent(profile.maxStopDistance)} is allowed`,
  );
}

function stopNearer({ group, presentStop }: Proposal): Refusal | null {
  const stop = trigger(group, "stop");
  if (stop === null || presentStop === null) return null;
  const wider = stop.side === "sell" ? stop.price < presentStop : stop.price > presentStop;
  return wider ? refuse("stop-widened", `stop ${stop.price} is further away than ${presentStop}`) : null;
}

function liquidation(proposal: Proposal, situation: Situation): Refusal | null {
  const stop = trigger(proposal.group, "stop");
  const price = liquidationAfter(proposal, situation);
  if (stop === null || price === null) return null;
  const behind = stop.side === "sell" ? stop.price <= price : stop.price >= price;
  return behind
    ? refuse(
      "stop-beyond-liquidation",
      `stop ${stop.price} lies behind the liquidation at ${price.toFixed(6)}`,
    )
    : null;
}

/** The liquidation price of the position as it would stand after the entry, at the shown price; null: never. */
function liquidationAfter(proposal: Proposal, { account, instruments, takerFee }: Situation): number | null {
  const { group, instrument, shownPrice } = proposal;
  const entry = entryLeg(group);
  let signedSize = (entry.side === "buy" ? 1 : -1) * (entry.size ?? 0);
  let maintenanceMicro = 0;
  for (const position of account.positions) {
    if (position.asset === group.asset) {
      signedSize += (openingSide(position.side) === "buy" ? 1 : -1) * position.size;
      continue;
    }
    const other = instruments.get(position.asset);
    if (other === undefined) continue;
    maintenanceMicro += maintenanceMargin(notionalMicro(position.size, position.mark, other), other);
  }
  const own = notionalMicro(Math.abs(signedSize), shownPrice, instrument);
  maintenanceMicro += maintenanceMargin(own, instrument);
  const valueUsd = account.equityUsd - entryNotional(proposal) * takerFee;
  return liquidationPrice(
    { instrument, signedSize, mark: shownPrice },
    { valueUsd, maintenanceUsd: fromMicro(maintenanceMicro) },
  );
}

function entryLeg(group: OrderGroup): OrderLeg {
  return group.legs[0];
}

function entryNotional({ group, shownPrice }: Proposal): number {
  return (entryLeg(group).size ?? 0) * shownPrice;
}

function trigger(group: OrderGroup, leg: "stop" | "target"): { price: number; side: Side } | null {
  const found = group.legs.find((candidate) => candidate.leg === leg);
  if (found === undefined || found.triggerPrice === null) return null;
  return { price: found.triggerPrice, side: found.side };
}

/** A stop exactly at the price would fire at once, so it counts as lying on the wrong side: neither below nor above. */
function below(price: number, { shownPrice }: Proposal): boolean | null {
  return price === shownPrice ? null : price < shownPrice;
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} %`;
}

function usd(micro: number): string {
  return `${fromMicro(micro).toFixed(2)} USD`;
}
