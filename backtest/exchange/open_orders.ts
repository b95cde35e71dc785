import type { OpenOrder, OrderStatus } from "../../engine/mod.ts";
import { type HeldOrder, kindOf, reachedFirst } from "./held_order.ts";

/** Ends an order can come to without a fill of all of it. */
export type Ending = Exclude<OrderStatus, "open" | "filled" | "triggered">;

const NONE: readonly HeldOrder[] = [];
const NOBODY = (): void => {};

/** Told of every status an order comes to, and of what is left of it when a part has filled. */
export type OnOrder = (order: HeldOrder) => void;

/**
 * Every order there ever was. Those that are open are kept by asset, in the order a candle reaches them; exits that
 * wait for their entry are kept with it.
 */
export class OpenOrders {
  readonly #open = new Map<string, HeldOrder[]>();
  readonly #known: HeldOrder[] = [];
  /** The newest order of each client order id, of the first so many known ones: most are never asked for. */
  readonly #byClientId = new Map<string, HeldOrder>();
  #indexed = 0;
  #count = 0;
  #resting = 0;
  /** Tells that an order came to another status, or was filled in part. */
  readonly changed: OnOrder;

  constructor(onOrder: OnOrder = NOBODY) {
    this.changed = onOrder;
  }

  /** How many orders are open. */
  get count(): number {
    return this.#count;
  }

  /** How many of them are limit orders. */
  get restingCount(): number {
    return this.#resting;
  }

  /** The number the next order gets. */
  get nextId(): number {
    return this.#known.length + 1;
  }

  /** The open orders of an asset: stops, limits, targets, of each kind the nearest to the price first. Not a copy. */
  of(asset: string): readonly HeldOrder[] {
    return this.#open.get(asset) ?? NONE;
  }

  /** Assets with at least one open order. */
  *assets(): Iterable<string> {
    for (const [asset, orders] of this.#open) if (orders.length > 0) yield asset;
  }

  /** Makes an order known; it must be the next one. */
  know(order: HeldOrder): void {
    this.#known.push(order);
  }

  /** Lets a known order wait for the market. */
  add(order: HeldOrder): void {
    const { asset } = order.terms;
    const orders = this.#open.get(asset) ?? [];
    orders.push(order);
    orders.sort(reachedFirst);
    this.#open.set(asset, orders);
    this.#count++;
    if (!order.isTrigger) this.#resting++;
  }

  /** Takes an order out of those that wait; false when it is none of them. */
  remove(order: HeldOrder): boolean {
    const orders = this.#open.get(order.terms.asset);
    const index = orders?.indexOf(order) ?? -1;
    if (orders === undefined || index < 0) return false;
    orders.splice(index, 1);
    this.#count--;
    if (!order.isTrigger) this.#resting--;
    return true;
  }

  /** Ends an order and with it the exits that wait for it; false when it had ended already. */
  end(order: HeldOrder, status: Ending, time: number): boolean {
    if (!isPending(order)) return false;
    this.remove(order);
    order.status = status;
    order.statusTime = time;
    this.changed(order);
    for (const child of order.children) this.end(child, "canceled", time);
    if (order.children.length > 0) order.children = NONE;
    return true;
  }

  /** Ends every open order of an asset that `which` picks. */
  cancel(
    asset: string,
    to: { readonly status: Ending; readonly time: number },
    which: (order: HeldOrder) => boolean = () => true,
  ): void {
    for (const order of [...this.of(asset)]) if (which(order)) this.end(order, to.status, to.time);
  }

  /** An order by the venue's number, or the newest of a client order id. */
  find(ref: number | string): HeldOrder | undefined {
    return typeof ref === "number" ? this.#known[ref - 1] : this.#named(ref);
  }

  #named(clientOrderId: string): HeldOrder | undefined {
    for (; this.#indexed < this.#known.length; this.#indexed++) {
      const order = this.#known[this.#indexed];
      if (order.terms.clientOrderId !== null) this.#byClientId.set(order.terms.clientOrderId, order);
    }
    return this.#byClientId.get(clientOrderId);
  }

  /** All that ever were, oldest first. */
  get known(): readonly HeldOrder[] {
    return this.#known;
  }

  /** All open orders as the engine sees them: by these assets, and of each in the sequence of `inOpenOrder`. */
  shown(assets: Iterable<string>): OpenOrder[] {
    const shown: OpenOrder[] = [];
    for (const asset of assets) for (const order of this.of(asset)) shown.push(shownOrder(order));
    return shown;
  }
}

/** Whether an order may still fill, or wait for its entry to. */
export function isPending({ status }: HeldOrder): boolean {
  return status === "open" || status === "triggered";
}

function shownOrder(order: HeldOrder): OpenOrder {
  const { asset, clientOrderId, side, limitPrice, trigger, reduceOnly } = order.terms;
  return {
    asset,
    clientOrderId,
    kind: kindOf(order),
    side,
    size: order.left,
    limitPrice,
    triggerPrice: order.isTrigger ? trigger!.price : null,
    reduceOnly,
  };
}
