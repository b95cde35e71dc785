import { DAY_MS, dayStart, type VenueFees } from "../../../engine/mod.ts";
import { AddressRequests } from "../exchange/address_requests.ts";
import { decimalText } from "../number_text.ts";
import { rounded } from "./words_wire.ts";

/** Days before today whose volume counts, and is shown. Source: exchange-rules 3.1. */
export const FEE_DAYS = 14;
/** Decimals of sums of notionals. */
const DECIMALS = 6;

const NO_DISCOUNT = { bpsOfMaxSupply: "0.0", discount: "0.0" } as const;
const SPOT_TAKER = "0.0007";
const SPOT_MAKER = "0.0004";

/** The venue's schedule. Source: exchange-rules 3.1; spot rates beside it by its page of fees. */
const SCHEDULE = {
  cross: "0.00045",
  add: "0.00015",
  spotCross: SPOT_TAKER,
  spotAdd: SPOT_MAKER,
  tiers: {
    vip: [
      tier("5000000.0", ["0.0004", "0.00012"], ["0.0006", "0.0003"]),
      tier("25000000.0", ["0.00035", "0.00008"], ["0.0005", "0.0002"]),
      tier("100000000.0", ["0.0003", "0.00004"], ["0.0004", "0.0001"]),
      tier("500000000.0", ["0.00028", "0.0"], ["0.00035", "0.0"]),
      tier("2000000000.0", ["0.00026", "0.0"], ["0.0003", "0.0"]),
      tier("7000000000.0", ["0.00024", "0.0"], ["0.00025", "0.0"]),
    ],
    mm: [
      { makerFractionCutoff: "0.005", add: "-0.00001" },
      { makerFractionCutoff: "0.015", add: "-0.00002" },
      { makerFractionCutoff: "0.03", add: "-0.00003" },
    ],
  },
  referralDiscount: "0.04",
  stakingDiscountTiers: [
    NO_DISCOUNT,
    { bpsOfMaxSupply: "0.0001", discount: "0.05" },
    { bpsOfMaxSupply: "0.001", discount: "0.1" },
    { bpsOfMaxSupply: "0.01", discount: "0.15" },
    { bpsOfMaxSupply: "0.1", discount: "0.2" },
    { bpsOfMaxSupply: "1.0", discount: "0.3" },
    { bpsOfMaxSupply: "5.0", discount: "0.4" },
  ],
} as const;

function tier(
  ntlCutoff: string,
  [cross, add]: readonly [string, string],
  [spotCross, spotAdd]: readonly [string, string],
) {
  return { ntlCutoff, cross, add, spotCross, spotAdd };
}

/**
 * What an account pays, with its volume and the market's (by UTC day, USD) of the last fourteen days and today. Null:
 * the address has no account and pays what the schedule says.
 */
export function userFeesRow(fees: VenueFees | null, now: number, marketDays: ReadonlyMap<number, number>) {
  const today = dayStart(now);
  const own = new Map(fees?.days.map((one) => [one.day, one]));
  const dailyUserVlm = Array.from({ length: FEE_DAYS + 1 }, (_, index) => {
    const day = today - (FEE_DAYS - index) * DAY_MS;
    return {
      date: new Date(day).toISOString().slice(0, 10),
      userCross: decimalText(rounded(own.get(day)?.takenUsd ?? 0, DECIMALS)),
      userAdd: decimalText(rounded(own.get(day)?.madeUsd ?? 0, DECIMALS)),
      exchange: decimalText(rounded(marketDays.get(day) ?? 0, DECIMALS)),
    };
  });
  return {
    dailyUserVlm,
    feeSchedule: SCHEDULE,
    userCrossRate: fees === null ? SCHEDULE.cross : decimalText(fees.takerRate),
    userAddRate: fees === null ? SCHEDULE.add : decimalText(fees.makerRate),
    userSpotCrossRate: SPOT_TAKER,
    userSpotAddRate: SPOT_MAKER,
    activeReferralDiscount: "0.0",
    trial: null,
    feeTrialEscrow: "0.0",
    nextTrialAvailableTimestamp: null,
    stakingLink: null,
    activeStakingDiscount: NO_DISCOUNT,
  };
}

/** What an account has traded since it began, USD; nothing where there is none. */
export function tradedUsd(fees: VenueFees | null | undefined): number {
  return (fees?.days ?? []).reduce((sum, { takenUsd, madeUsd }) => sum + takenUsd + madeUsd, 0);
}

/** How many requests of an address are counted, and how many it may send. Source: exchange-rules 7. */
export function rateLimitRow(
  volumeUsd: number,
  requests: { readonly used: number; readonly reserved: number },
) {
  return {
    cumVlm: decimalText(rounded(volumeUsd, DECIMALS)),
    nRequestsUsed: requests.used,
    nRequestsCap: AddressRequests.allowed(volumeUsd),
    nRequestsSurplus: requests.reserved,
  };
}
