import { grossNotional } from "../model/account.ts";
import type { Refusal } from "../model/diary_entry.ts";
import {
  isPriceOnGrid,
  isSizeOnGrid,
  MINIMUM_ORDER_USD,
  notionalMicro,
  priceToUnits,
} from "../model/instrument.ts";
import { liquidationPrice, maintenanceMargin } from "../model/margin.ts";
import { fromMicro, toMicro } from "../model/money.ts";
import { isBelowMinimum } from "../model/order_limits.ts";
import { openingSide, type OrderGroup, type Side } from "../model/order.ts";
import {
  entryLeg,
  entryNotional,
  isEntering,
  presentMargin,
  type Proposal,
  refuse,
  type Situation,
  tiedUp,
} from "./proposal.ts";

/** Why a proposal may not go out; null where this does not stand against it. */
export type Check = (proposal: Proposal, situation: Situation) => Refusal | null;

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

/** What a group has to pass, in order: the first refusal counts. */
export function checksFor(group: OrderGroup): readonly Check[] {
  if (isEntering(group)) return ENTRY_CHECKS;
  return group.purpose === "close" ? CLOSE_CHECKS : PROTECT_CHECKS;
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
