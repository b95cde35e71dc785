import {
  type ApprovedOrder,
  type EventMark,
  type Exchange,
  ExchangeFault,
  type ExchangeState,
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
  /** Told in a line when few are left, once until there are more again. */
  readonly onFew?: ((line: string) => void) | undefined;
  /** Wall time, ms. */
  readonly now?: () => number;
}

/**
 * An exchange whose address has so many actions and no more: where few are left, what would open a position is rejected
 * here, so that closing and protecting always can be sent. The venue is asked once an hour, whether anything is sent or
 * not; in between each action counts.
 */
export class SparingExchange implements Exchange {
  readonly #exchange: Exchange;
  readonly #terms: SparingTerms;
  readonly #now: () => number;
  #left = Infinity;
  #askedAt = -Infinity;
  #areFew = false;

  constructor(exchange: Exchange, terms: SparingTerms) {
    this.#exchange = exchange;
    this.#terms = terms;
    this.#now = terms.now ?? Date.now;
  }

  /** Where few actions are left a line that says so; null: enough are, or nobody has told yet. */
  get remark(): string | null {
    return this.#left < LEAST_LEFT ? fewLeft(this.#left) : null;
  }

  async sync(since: EventMark): Promise<ExchangeState> {
    await this.ask();
    return await this.#exchange.sync(since);
  }

  setLeverage(asset: string, leverage: number): ReturnType<Exchange["setLeverage"]> {
    this.#left--;
    return this.#exchange.setLeverage(asset, leverage);
  }

  /** Sends a group, unless it opens or enlarges a position and few actions are left. */
  async submit(order: ApprovedOrder): Promise<readonly LegOutcome[]> {
    const { purpose, legs } = order;
    await this.ask();
    const isOpening = purpose === "open" || purpose === "add";
    if (isOpening && this.#left < LEAST_LEFT) {
      const reason = fewLeft(this.#left);
      return legs.map(({ leg, clientOrderId }) => ({ leg, clientOrderId, status: "rejected", reason }));
    }
    // Each order of a batch counts. Source: exchange-rules 7.
    this.#left -= legs.length;
    this.#tell();
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
  async ask(): Promise<void> {
    if (this.#now() < this.#askedAt + HOUR_MS) return;
    try {
      const { allowed, used } = await this.#terms.requests();
      this.#left = allowed - used;
      this.#askedAt = this.#now();
      this.#tell();
    } catch (error) {
      if (!(error instanceof ExchangeFault)) throw error;
      // It is asked again with the next look or order; they are worth more than the count.
    }
  }

  #tell(): void {
    const line = this.remark;
    if (line !== null && !this.#areFew) this.#terms.onFew?.(line);
    this.#areFew = line !== null;
  }
}

/** Says that few actions are left, and what follows. */
export function fewLeft(left: number): string {
  return `the address has ${
    Math.max(0, left)
  } actions left: below ${LEAST_LEFT} only what protects and closes is ` +
    "sent; trading earns more";
}
