import {
  type CommandEntry,
  type CycleEntry,
  type DecisionRecord,
  type Fill,
  fromMicro,
  type FundingPayment,
  type GuardEntry,
  type Metrics,
  type NakedTime,
  toMicro,
} from "../../engine/mod.ts";
import { sizeUnits } from "./size_units.ts";

/** The figures that need no more than counting and adding. */
export type ActivityFigures = Pick<
  Metrics,
  | ("volumeUsd" | "fills" | "feesUsd" | "fundingUsd" | "liquidations")
  | ("longestNakedMs" | "refusals" | "faults" | "openPositions")
>;

/** What happened in the cycles: fills and what they cost, funding, liquidations, refusals, faults, naked times. */
export class ActivityTally {
  #fills = 0;
  #volumeMicro = 0;
  #feesMicro = 0;
  #fundingMicro = 0;
  #liquidations = 0;
  #longestNakedMs = 0;
  #refusals = 0;
  #faults = 0;
  /** Signed size by asset, units; flat assets are not kept. */
  readonly #held = new Map<string, number>();
  readonly #liquidatedAt = new Map<string, number>();

  /** Takes in the end of a cycle; an idle one costs five tests and no loop. */
  add(entry: CycleEntry | CommandEntry): void {
    const { fills, funding, decisions, naked, faults } = entry;
    if (fills !== undefined) this.#addFills(fills);
    if (funding !== undefined) this.#addFunding(funding);
    if (decisions !== undefined) this.#refusals += refusedOf(decisions);
    if (naked !== undefined) this.#longestNakedMs = Math.max(this.#longestNakedMs, longestOf(naked));
    if (faults !== undefined) this.#faults += faults.length;
  }

  /** Takes in what was found between cycles. */
  addGuard({ naked = [], faults }: GuardEntry): void {
    this.#longestNakedMs = Math.max(this.#longestNakedMs, longestOf(naked));
    this.#faults += faults.length;
  }

  /** All of them, as a run's figures name them. */
  figures(): ActivityFigures {
    const { volumeUsd, fills, feesUsd, fundingUsd, liquidations } = this;
    const { longestNakedMs, refusals, faults, openPositions } = this;
    return {
      ...{ volumeUsd, fills, feesUsd, fundingUsd, liquidations },
      ...{ longestNakedMs, refusals, faults, openPositions },
    };
  }

  /** Number of executions. */
  get fills(): number {
    return this.#fills;
  }

  /** Σ |size × price| of the fills, USD. */
  get volumeUsd(): number {
    return fromMicro(this.#volumeMicro);
  }

  /** Σ fees, USD; rebates count below zero. */
  get feesUsd(): number {
    return fromMicro(this.#feesMicro);
  }

  /** Σ funding, USD: what came in (+) or went out (−). */
  get fundingUsd(): number {
    return fromMicro(this.#fundingMicro);
  }

  /** Times the venue closed a position because the margin was gone; fills of one asset at one time are one. */
  get liquidations(): number {
    return this.#liquidations;
  }

  /** The longest time without a stop, ms. */
  get longestNakedMs(): number {
    return this.#longestNakedMs;
  }

  /** Decisions that the risk gate refused. */
  get refusals(): number {
    return this.#refusals;
  }

  /** Things that went wrong. */
  get faults(): number {
    return this.#faults;
  }

  /** Assets in which the fills leave a position. */
  get openPositions(): number {
    return this.#held.size;
  }

  #addFunding(payments: readonly FundingPayment[]): void {
    for (const { amountUsd } of payments) this.#fundingMicro += toMicro(amountUsd);
  }

  #addFills(fills: readonly Fill[]): void {
    for (const fill of fills) this.#addFill(fill);
  }

  #addFill(fill: Fill): void {
    this.#fills++;
    this.#volumeMicro += toMicro(fill.size * fill.price);
    this.#feesMicro += toMicro(fill.feeUsd);
    this.#hold(fill);
    if (fill.liquidation && this.#liquidatedAt.get(fill.asset) !== fill.time) {
      this.#liquidatedAt.set(fill.asset, fill.time);
      this.#liquidations++;
    }
  }

  #hold({ asset, side, size }: Fill): void {
    const units = sizeUnits(size);
    const held = (this.#held.get(asset) ?? 0) + (side === "buy" ? units : -units);
    if (held === 0) this.#held.delete(asset);
    else this.#held.set(asset, held);
  }
}

function refusedOf(decisions: readonly DecisionRecord[]): number {
  let refused = 0;
  for (const { outcome } of decisions) if (outcome === "refused") refused++;
  return refused;
}

function longestOf(times: readonly NakedTime[]): number {
  let longest = 0;
  for (const { lengthMs } of times) longest = Math.max(longest, lengthMs);
  return longest;
}
