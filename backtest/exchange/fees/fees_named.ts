import type { FeeModel } from "./fee_model.ts";
import { fixedFees } from "./fixed_fees.ts";
import { HIGHEST_TIER, tieredFees } from "./tiered_fees.ts";

/** The highest rate either way that can be asked for: 1 %. What is above was meant in percent. */
const MAX_RATE = 0.01;

/**
 * The model of a name: `tier:N` (the venue's tiers, 0 to 6) or `maker:X,taker:Y` (fractions of the notional, at most
 * 0.01, six decimals; a maker rate below zero is a rebate); null for any other.
 */
export function feesNamed(name: string): FeeModel | null {
  const tier = /^tier:(\d)$/.exec(name)?.[1];
  if (tier !== undefined) return Number(tier) <= HIGHEST_TIER ? tieredFees(Number(tier)) : null;
  const rates = /^maker:(-?\d(?:\.\d{1,6})?),taker:(\d(?:\.\d{1,6})?)$/.exec(name);
  if (rates === null) return null;
  const [maker, taker] = [Number(rates[1]), Number(rates[2])];
  return Math.abs(maker) > MAX_RATE || taker > MAX_RATE ? null : fixedFees({ maker, taker });
}
