import { fromMicro, type FundingPaid } from "../../engine/mod.ts";

const NOTHING = { allTime: 0, sinceOpen: 0, sinceChange: 0 };

/** What positions have paid in funding, micro-USDC; below zero it was received. Source: exchange-rules 3.2. */
export class FundingTotals {
  readonly #paid = new Map<string, { allTime: number; sinceOpen: number; sinceChange: number }>();

  /** Notes what a position paid. */
  add(asset: string, paidMicro: number): void {
    const paid = this.#paid.get(asset) ?? { ...NOTHING };
    paid.allTime += paidMicro;
    paid.sinceOpen += paidMicro;
    paid.sinceChange += paidMicro;
    this.#paid.set(asset, paid);
  }

  /** Notes that a position's size changed from one signed size to another; through zero it is opened anew. */
  change(asset: string, from: number, to: number): void {
    const paid = this.#paid.get(asset);
    if (paid === undefined) return;
    paid.sinceChange = 0;
    if (to === 0 || (from > 0) !== (to > 0)) paid.sinceOpen = 0;
  }

  /** What an asset's positions paid, USD. */
  of(asset: string): FundingPaid {
    const { allTime, sinceOpen, sinceChange } = this.#paid.get(asset) ?? NOTHING;
    return {
      allTimeUsd: fromMicro(allTime),
      sinceOpenUsd: fromMicro(sinceOpen),
      sinceChangeUsd: fromMicro(sinceChange),
    };
  }
}
