import { fromMicro, toMicro, type Trade } from "../../engine/mod.ts";
import type { Figure } from "./figure.ts";
import { profitFactor } from "./formulas.ts";

const NO_TRADES = "no closed trades";

/** Closed trades, counted by their net PnL; one that made nothing counts in the number and on neither side. */
export class TradeTally {
  #count = 0;
  #wins = 0;
  #losses = 0;
  #wonMicro = 0;
  #lostMicro = 0;
  #feesMicro = 0;
  #fundingMicro = 0;
  #holdingMs = 0;
  #risked = 0;
  #riskMultiples = 0;

  /** Takes in one closed trade, and what it had put at risk (USD), null where that is not known. */
  add(trade: Trade, riskUsd: number | null = null): void {
    const net = toMicro(trade.netPnlUsd);
    this.#count++;
    if (net > 0) this.#wins++;
    if (net > 0) this.#wonMicro += net;
    if (net < 0) this.#losses++;
    if (net < 0) this.#lostMicro += net;
    this.#feesMicro += toMicro(trade.feesUsd);
    this.#fundingMicro += toMicro(trade.fundingUsd);
    this.#holdingMs += trade.closedAt - trade.openedAt;
    if (riskUsd === null) return;
    this.#risked++;
    this.#riskMultiples += trade.netPnlUsd / riskUsd;
  }

  /** Closed trades. */
  get count(): number {
    return this.#count;
  }

  /** Those with a net PnL above zero. */
  get wins(): number {
    return this.#wins;
  }

  /** Those with a net PnL below zero. */
  get losses(): number {
    return this.#losses;
  }

  /** Net PnL of all, USD. */
  get netPnlUsd(): number {
    return fromMicro(this.#wonMicro + this.#lostMicro);
  }

  /** Fees of all, USD. */
  get feesUsd(): number {
    return fromMicro(this.#feesMicro);
  }

  /** Funding of all, USD, above zero where it came in. */
  get fundingUsd(): number {
    return fromMicro(this.#fundingMicro);
  }

  /** Wins ÷ trades. */
  get winRate(): Figure {
    return this.#count > 0 ? this.#wins / this.#count : NO_TRADES;
  }

  /** Σ wins ÷ |Σ losses|. */
  get profitFactor(): Figure {
    return this.#count > 0 ? profitFactor(this.#wonMicro, this.#lostMicro) : NO_TRADES;
  }

  /** Mean net PnL, USD. */
  get expectancyUsd(): Figure {
    return this.#count > 0 ? this.netPnlUsd / this.#count : NO_TRADES;
  }

  /** Mean of net PnL ÷ what was put at risk. */
  get expectancyR(): Figure {
    if (this.#count === 0) return NO_TRADES;
    return this.#risked === this.#count
      ? this.#riskMultiples / this.#count
      : "a trade without a stop at its entry";
  }

  /** Mean time from the first fill to the last, ms. */
  get averageHoldingMs(): Figure {
    return this.#count > 0 ? this.#holdingMs / this.#count : NO_TRADES;
  }
}
