import { DAY_MS, toMicro } from "../../../engine/mod.ts";
import { type AccountFees, type FeeModel, toPpb } from "./fee_model.ts";
import type { FeeRates } from "./fixed_fees.ts";

interface Tier extends FeeRates {
  /** Volume above which it holds, USD. */
  readonly aboveUsd: number;
}

/** Perpetuals by the volume of fourteen days. Source: exchange-rules 3.1. */
const TIERS: readonly Tier[] = [
  { aboveUsd: 0, taker: 0.00045, maker: 0.00015 },
  { aboveUsd: 5_000_000, taker: 0.0004, maker: 0.00012 },
  { aboveUsd: 25_000_000, taker: 0.00035, maker: 0.00008 },
  { aboveUsd: 100_000_000, taker: 0.0003, maker: 0.00004 },
  { aboveUsd: 500_000_000, taker: 0.00028, maker: 0 },
  { aboveUsd: 2_000_000_000, taker: 0.00026, maker: 0 },
  { aboveUsd: 7_000_000_000, taker: 0.00024, maker: 0 },
];
/** Maker rates by the share of the venue's maker volume, the highest first. Source: exchange-rules 3.1. */
const REBATES: readonly (readonly [aboveShare: number, maker: number])[] = [
  [0.03, -0.00003],
  [0.015, -0.00002],
  [0.005, -0.00001],
];
const WINDOW_DAYS = 14;

/** The highest tier there is. */
export const HIGHEST_TIER: number = TIERS.length - 1;

/**
 * Hyperliquid's rates: by what the account traded in the fourteen whole UTC days before, never below the tier it
 * begins in. `makerShare` (a fraction) is its share of the venue's maker volume, which no candle tells.
 */
export function tieredFees(tier: number, makerShare = 0): FeeModel {
  return {
    name: `tier:${tier}`,
    takerFee: TIERS[tier].taker,
    open: () => new TieredFees(tier, REBATES.find(([above]) => makerShare > above)?.[1] ?? null),
  };
}

class TieredFees implements AccountFees {
  readonly #lowest: number;
  readonly #rebatePpb: number | null;
  /** Volume of the days of the window, micro-USDC, by day modulo its length; today's is not in it yet. */
  readonly #days: number[] = new Array(WINDOW_DAYS).fill(0);
  #day = 0;
  #todayMicro = 0;
  #makerPpb = 0;
  #takerPpb = 0;

  constructor(lowest: number, rebate: number | null) {
    this.#lowest = lowest;
    this.#rebatePpb = rebate === null ? null : toPpb(rebate);
    this.#assess();
  }

  ratePpb(time: number, crossed: boolean): number {
    this.#turnTo(Math.floor(time / DAY_MS));
    return crossed ? this.#takerPpb : this.#makerPpb;
  }

  took(time: number, notionalMicro: number): void {
    this.#turnTo(Math.floor(time / DAY_MS));
    this.#todayMicro += notionalMicro;
  }

  /** Ends the days that have passed. A fill of a candle that came late counts for the day in progress. */
  #turnTo(day: number): void {
    if (day <= this.#day) return;
    this.#days[this.#day % WINDOW_DAYS] = this.#todayMicro;
    this.#todayMicro = 0;
    const quiet = Math.min(day - this.#day - 1, WINDOW_DAYS);
    for (let passed = 1; passed <= quiet; passed++) this.#days[(this.#day + passed) % WINDOW_DAYS] = 0;
    this.#day = day;
    this.#assess();
  }

  #assess(): void {
    const volume = this.#days.reduce((sum, micro) => sum + micro, 0);
    let tier = this.#lowest;
    while (tier < HIGHEST_TIER && volume > toMicro(TIERS[tier + 1].aboveUsd)) tier++;
    this.#takerPpb = toPpb(TIERS[tier].taker);
    this.#makerPpb = this.#rebatePpb ?? toPpb(TIERS[tier].maker);
  }
}
