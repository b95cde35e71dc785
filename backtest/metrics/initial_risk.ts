import type { Fill, IntentEntry } from "../../engine/mod.ts";
import { sizeUnits } from "./size_units.ts";

/** An entry that was sent, and the price its stop waits at. */
interface SentEntry {
  readonly clientOrderId: string;
  readonly stop: number;
}

/** A position as its fills make it. */
interface HeldPosition {
  /** Signed size, units. */
  units: number;
  /** USD; NaN where an entry's stop is not known. */
  riskUsd: number;
}

/**
 * What the trades put at risk: Σ size × distance from the fill to the stop that was sent with it, over the entries of
 * a trade. It is the unit R that the net PnL of a trade is measured in. Source: methods.md A4 (expectancy).
 */
export class InitialRisk {
  /** The last entry sent of each asset; an entry fills at once or not at all, so an older one is not waited for. */
  readonly #sent = new Map<string, SentEntry>();
  readonly #held = new Map<string, HeldPosition>();
  /** Risks of closed positions by asset, oldest first, until their trades come for them. */
  readonly #closed = new Map<string, number[]>();

  /** Takes in the orders that are about to be sent. */
  addIntent({ orders }: IntentEntry): void {
    for (const { asset, legs } of orders) {
      const entry = legs.find(({ leg }) => leg === "entry");
      const stop = legs.find(({ leg }) => leg === "stop")?.triggerPrice ?? null;
      if (entry !== undefined && stop !== null) {
        this.#sent.set(asset, { clientOrderId: entry.clientOrderId, stop });
      }
    }
  }

  /** Takes in the fills of a cycle, before its trades are asked for. */
  addFills(fills: readonly Fill[]): void {
    for (const fill of fills) this.#addFill(fill);
  }

  /** What the next closed trade of an asset had put at risk, USD; null where that is not known or nothing. */
  take(asset: string): number | null {
    const riskUsd = this.#closed.get(asset)?.shift() ?? NaN;
    return riskUsd > 0 ? riskUsd : null;
  }

  #addFill(fill: Fill): void {
    const { asset, side } = fill;
    const signed = side === "buy" ? sizeUnits(fill.size) : -sizeUnits(fill.size);
    const held = this.#held.get(asset) ?? { units: 0, riskUsd: 0 };
    const before = Math.sign(held.units);
    held.units += signed;
    if (before === 0 || before === Math.sign(signed)) held.riskUsd += this.#riskOf(fill);
    else if (Math.sign(held.units) !== before) this.#close(asset, held);
    if (held.units === 0) this.#held.delete(asset);
    else this.#held.set(asset, held);
  }

  #riskOf({ asset, clientOrderId, size, price }: Fill): number {
    const sent = this.#sent.get(asset);
    return sent === undefined || sent.clientOrderId !== clientOrderId
      ? NaN
      : size * Math.abs(price - sent.stop);
  }

  /** A fill that goes past flat begins a position that no entry of ours asked for. */
  #close(asset: string, held: HeldPosition): void {
    const risks = this.#closed.get(asset);
    if (risks === undefined) this.#closed.set(asset, [held.riskUsd]);
    else risks.push(held.riskUsd);
    held.riskUsd = NaN;
  }
}
