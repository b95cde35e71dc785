import type { OpenOrder, Side } from "../../engine/mod.ts";

/** A stop or target that waits for its trigger. */
export interface TriggerOrder {
  readonly asset: string;
  readonly clientOrderId: string;
  readonly kind: "stop" | "target";
  readonly side: Side;
  /** In coins; null: the whole position when it fires. */
  readonly size: number | null;
  readonly limitPrice: number;
  readonly triggerPrice: number;
  /** When it was placed, ms. */
  readonly placedAt: number;
  /** Orders of one group cancel each other when one has filled. */
  readonly group: number;
}

/** What became of an order that is no longer open. */
export interface OrderEnd {
  readonly state: "filled" | "ended";
  readonly filledSize: number;
  readonly price: number | null;
}

/**
 * Whether a mark fires an order; at equality it does. A stop to sell and a target to buy fire at or below their
 * trigger, the others at or above. Source: exchange-rules 2.3.
 */
export function fires(order: TriggerOrder, mark: number): boolean {
  return firesBelow(order) ? mark <= order.triggerPrice : mark >= order.triggerPrice;
}

/** The orders that wait, by asset, in the order a candle reaches them; and the ends of those that do not wait any more. */
export class TriggerOrders {
  readonly #open = new Map<string, TriggerOrder[]>();
  readonly #ends = new Map<string, OrderEnd>();
  #count = 0;

  /** How many orders wait. */
  get count(): number {
    return this.#count;
  }

  /** The orders of an asset: stops before targets, of each kind the nearest to the price first; a copy. */
  of(asset: string): TriggerOrder[] {
    return [...this.#open.get(asset) ?? []];
  }

  /** Assets with at least one order. */
  *assets(): Iterable<string> {
    for (const [asset, orders] of this.#open) if (orders.length > 0) yield asset;
  }

  /** Takes an order in. */
  add(order: TriggerOrder): void {
    const orders = this.#open.get(order.asset) ?? [];
    orders.push(order);
    orders.sort(reachedFirst);
    this.#open.set(order.asset, orders);
    this.#count++;
  }

  /** Takes an order out, with what became of it. False when it does not wait. */
  end(order: TriggerOrder, end: OrderEnd): boolean {
    const orders = this.#open.get(order.asset) ?? [];
    const index = orders.findIndex((candidate) => candidate === order);
    if (index < 0) return false;
    orders.splice(index, 1);
    this.#count--;
    this.record(order.clientOrderId, end);
    return true;
  }

  /** Cancels every order of an asset that `which` picks. */
  cancel(asset: string, which: (order: TriggerOrder) => boolean = () => true): void {
    for (const order of this.of(asset)) if (which(order)) this.end(order, CANCELED);
  }

  /** Notes what became of an order that never waited. */
  record(clientOrderId: string, end: OrderEnd): void {
    this.#ends.set(clientOrderId, end);
  }

  /** The waiting order of this client order id. */
  find(clientOrderId: string): TriggerOrder | undefined {
    for (const orders of this.#open.values()) {
      const found = orders.find((order) => order.clientOrderId === clientOrderId);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What became of an order; undefined when it waits or was never here. */
  endOf(clientOrderId: string): OrderEnd | undefined {
    return this.#ends.get(clientOrderId);
  }

  /** All waiting orders as the venue shows them. */
  shown(): OpenOrder[] {
    const shown: OpenOrder[] = [];
    for (const orders of this.#open.values()) {
      for (const { asset, clientOrderId, kind, side, size, limitPrice, triggerPrice } of orders) {
        shown.push({ asset, clientOrderId, kind, side, size, limitPrice, triggerPrice, reduceOnly: true });
      }
    }
    return shown;
  }
}

/** An order that left without a fill. */
export const CANCELED: OrderEnd = { state: "ended", filledSize: 0, price: null };

/** The pessimistic reading: stops first. What fires from above is nearer the higher it lies; ties go by age. */
function reachedFirst(a: TriggerOrder, b: TriggerOrder): number {
  if (a.kind !== b.kind) return a.kind === "stop" ? -1 : 1;
  const further = firesBelow(a) ? b.triggerPrice - a.triggerPrice : a.triggerPrice - b.triggerPrice;
  return further || a.placedAt - b.placedAt;
}

/** A stop to sell and a target to buy wait for the price to fall. */
function firesBelow({ kind, side }: TriggerOrder): boolean {
  return (kind === "stop") === (side === "sell");
}
