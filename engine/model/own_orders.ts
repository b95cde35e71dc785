import type { Leg } from "./order.ts";
import type { ExitPlan } from "./exit_plan.ts";

/** What is remembered of a group that was intended. */
export interface OwnGroup {
  readonly leverage: number | null;
  readonly plan: ExitPlan;
}

/** An order that was intended, and the group it went out with. */
export interface OwnOrder {
  readonly leg: Leg;
  readonly group: OwnGroup;
}

/** So many orders stand in a map before the next one is begun. */
const TOGETHER = 64;

/**
 * All orders that a run intended, by client order id, for as long as it lasts. Nearly always the last few are asked
 * for: they stand in small maps, since one of all orders costs more with each of them; it is made up to date
 * only when an older order, or a stranger's, is asked for.
 */
export class OwnOrders {
  readonly #older = new Map<string, OwnOrder>();
  /** Maps that are full and not in `#older` yet, oldest first. */
  #full: Map<string, OwnOrder>[] = [];
  #last = new Map<string, OwnOrder>();
  #present = new Map<string, OwnOrder>();

  /** Takes in an order; of two with one id the later one counts. */
  add(clientOrderId: string, order: OwnOrder): void {
    if (this.#present.size === TOGETHER) {
      this.#full.push(this.#last);
      this.#last = this.#present;
      this.#present = new Map();
    }
    this.#present.set(clientOrderId, order);
  }

  /** An order by its client order id; undefined for one that the run did not intend. */
  get(clientOrderId: string): OwnOrder | undefined {
    return this.#present.get(clientOrderId) ?? this.#last.get(clientOrderId) ?? this.#old(clientOrderId);
  }

  #old(clientOrderId: string): OwnOrder | undefined {
    for (const full of this.#full) for (const [id, order] of full) this.#older.set(id, order);
    if (this.#full.length > 0) this.#full = [];
    return this.#older.get(clientOrderId);
  }
}
