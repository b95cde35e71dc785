/**
 * Equity with deposits and withdrawals taken out: it starts at the first deposits and moves only by what was
 * earned, so its returns are time-weighted. Without later transfers it is the equity itself, to the last bit.
 *
 * In a cycle with a transfer the return is PnL ÷ (equity before + deposit): a deposit counts as there from the
 * start of the cycle's interval, a withdrawal until its end. So every return has the capital that could have
 * earned it below it, also when an account is filled from zero or emptied.
 */
export class PerformanceIndex {
  #start = 0;
  #value = 0;
  #equity = 0;
  /** Index and equity after the last transfer; an equity of 0 holds the index where it is. */
  #baseValue = 1;
  #baseEquity = 1;

  /** The capital it began with, USD; 0 while there was none. */
  get startUsd(): number {
    return this.#start;
  }

  /** Takes the equity at the end of a cycle and the net of its transfers (USD); gives the index, USD. */
  push(equityUsd: number, flowUsd: number): number {
    if (this.#start === 0) this.#begin(equityUsd, flowUsd);
    else if (flowUsd !== 0) this.#chain(equityUsd, flowUsd);
    else if (this.#baseEquity > 0) this.#value = this.#baseValue * (equityUsd / this.#baseEquity);
    this.#equity = equityUsd;
    return this.#value;
  }

  #begin(equityUsd: number, flowUsd: number): void {
    const capital = flowUsd > 0 ? flowUsd : equityUsd;
    if (capital <= 0) return;
    this.#start = capital;
    this.#value = equityUsd;
  }

  #chain(equityUsd: number, flowUsd: number): void {
    const capital = this.#equity + Math.max(flowUsd, 0);
    const earned = equityUsd - this.#equity - flowUsd;
    if (this.#value > 0 && capital > 0) this.#value *= 1 + earned / capital;
    this.#baseValue = this.#value;
    // Nothing is earned on nothing, and what was lost entirely is not won back by a deposit.
    this.#baseEquity = this.#value > 0 && equityUsd > 0 ? equityUsd : 0;
  }
}
