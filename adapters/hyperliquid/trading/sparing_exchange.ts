import {
  type ApprovedOrder,
  type EventMark,
  type Exchange,
  ExchangeFault,
  HOUR_MS,
  type LegOutcome,
  type OrderLookup,
  type Outcome,
} from "../../../engine/mod.ts";
import type { RequestBudget } from "./request_budget_wire.ts";

/** Below so many actions left only what protects and closes is sent. */
const LEAST_LEFT = 500;

/** What an exchange is spared with. */
export interface SparingTerms {
  /** How many actions the address has sent and may send. Throws an ExchangeFault. */
  readonly requests: () => Promise<RequestBudget>;
  /** Wall time, ms. */
  readonly now?: () => number;
}

/**
 * An exchange whose address has so many actions and no more: where few are left, what would open a position is rejected
 * here, so that closing and protecting always can be sent. The venue is asked once an hour; in between each action counts.
 */
export class SparingExchange implements Exchange {
  readonly #exchange: Exchange;
  readonly #terms: SparingTerms;
  readonly #now: () => number;
  #left = Infinity;
  #askedAt = -Infinity;

  constructor(exchange: Exchange, terms: SparingTerms) {
    this.#exchange = exchange;
    this.#terms = terms;
    this.#now = terms.now ?? Date.now;
  }

  sync(since: EventMark): ReturnType<Exchange["sync"]> {
    return this.#exchange.sync(since);
  }

  setLeverage(asset: string, leverage: number): ReturnType<Exchange["setLeverage"]> {
    this.#left--;
    return this.#exchange.setLeverage(asset, leverage);
  }

  /** Sends a group, unless it opens or enlarges a position and few actions are left. */
  async submit(order: ApprovedOrder): Promise<readonly LegOutcome[]> {
    const { purpose, legs } = order;
    await this.#ask();
    const isOpening = purpose === "open" || purpose === "add";
    if (isOpening && this.#left < LEAST_LEFT) {
      const reason =
        `the address has ${Math.max(0, this.#left)} actions left: below ${LEAST_LEFT} only what protects ` +
        "and closes is sent; trading earns more";
      return legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "rejected", reason }));
    }
    // Each order of a batch counts. Source: exchange-rules 7.
    this.#left -= legs.length;
    return await this.#exchange.submit(order);
  }

  cancel(asset: string, clientOrderIds: readonly string[]): Promise<readonly Outcome[]> {
    this.#left -= clientOrderIds.length;
    return this.#exchange.cancel(asset, clientOrderIds);
  }

  find(clientOrderId: string): Promise<OrderLookup> {
    return this.#exchange.find(clientOrderId);
  }

  /** Asks how many are left, at first and then every hour; where nobody answers what was known goes on counting. */
  async #ask(): Promise<void> {
    if (this.#now() < this.#askedAt + HOUR_MS) return;
    try {
      const { allowed, used } = await this.#terms.requests();
      this.#left = allowed - used;
      this.#askedAt = this.#now();
    } catch (error) {
      if (!(error instanceof ExchangeFault)) throw error;
      // It is asked again with the next order; an order is worth more than the count.
    }
  }
}
