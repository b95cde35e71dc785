import {
  exceedsTierLimit,
  initialMargin,
  notionalMicro,
  sizeToUnits,
  unitsToSize,
} from "../../engine/mod.ts";
import type { Account, Marks } from "./account.ts";
import type { HeldOrder } from "./held_order.ts";
import type { OpenOrders } from "./open_orders.ts";

/** What an order would do to the margin. */
export interface Exposing {
  readonly asset: string;
  readonly side: "buy" | "sell";
  /** In coins. */
  readonly size: number;
  /** The worst price it may fill at, USD. */
  readonly limitPrice: number;
}

/** Whether orders find their initial margin, and what resting ones hold back of it. Source: exchange-rules 3.3. */
export class OrderMargin {
  readonly #account: Account;
  readonly #orders: OpenOrders;

  constructor(account: Account, orders: OpenOrders) {
    this.#account = account;
    this.#orders = orders;
  }

  /** The size by which an order would add to the exposure: what it only reduces needs nothing. In coins. */
  added({ asset, side, size }: Exposing): number {
    const position = this.#account.signedSize(asset);
    if (position === 0 || (position > 0) === (side === "buy")) return size;
    const instrument = this.#account.instrument(asset);
    const units = sizeToUnits(size, instrument) - sizeToUnits(Math.abs(position), instrument);
    return units > 0 ? unitsToSize(units, instrument) : 0;
  }

  /**
   * Whether there is margin for what an order adds, at its limit price and these marks. One that arrives comes behind
   * the resting ones of its side; one that is met (`except`) does not.
   */
  finds(order: Exposing, marks: Marks, except?: HeldOrder): boolean {
    const added = except === undefined ? this.#addedBehindResting(order) : this.added(order);
    if (added === 0) return true;
    const { asset, limitPrice } = order;
    const instrument = this.#account.instrument(asset);
    const needed = initialMargin(notionalMicro(added, limitPrice, instrument), this.#account.leverage(asset));
    // What turns a position round gives back the margin of the one it closes.
    const freed = added < order.size ? this.#account.margin.usedByMicro(asset, marks) : 0;
    return this.freeMicro(marks, except) + freed >= needed;
  }

  /** Whether the position would be larger than its leverage allows, at the order's limit price. */
  exceedsTier(order: Exposing): boolean {
    const added = this.added(order);
    if (added === 0) return false;
    const { asset, limitPrice, size } = order;
    const instrument = this.#account.instrument(asset);
    const held = added < size ? 0 : sizeToUnits(Math.abs(this.#account.signedSize(asset)), instrument);
    const after = unitsToSize(held + sizeToUnits(added, instrument), instrument);
    return exceedsTierLimit(
      notionalMicro(after, limitPrice, instrument),
      this.#account.leverage(asset),
      instrument,
    );
  }

  /** Account value less the initial margin of positions and resting orders, micro-USDC. */
  freeMicro(marks: Marks, except?: HeldOrder): number {
    return this.#account.equityMicro(marks) - this.#account.initialMicro(marks) - this.reserveMicro(except);
  }

  /** What resting orders that add exposure hold back at their limit price, micro-USDC. */
  reserveMicro(except?: HeldOrder): number {
    if (this.#orders.restingCount === 0) return 0;
    let sum = 0;
    for (const asset of this.#orders.assets()) {
      for (const side of ["buy", "sell"] as const) sum += this.#reserve(asset, side, except);
    }
    return sum;
  }

  #addedBehindResting(order: Exposing): number {
    const { asset, side, size } = order;
    const instrument = this.#account.instrument(asset);
    let ahead = 0;
    for (const { terms, left, isTrigger } of this.#orders.of(asset)) {
      if (!isTrigger && !terms.reduceOnly && terms.side === side) ahead += sizeToUnits(left!, instrument);
    }
    if (ahead === 0) return this.added(order);
    const all = sizeToUnits(size, instrument) + ahead;
    const added = sizeToUnits(this.added({ ...order, size: unitsToSize(all, instrument) }), instrument);
    return Math.min(size, unitsToSize(added, instrument));
  }

  #reserve(asset: string, side: "buy" | "sell", except: HeldOrder | undefined): number {
    const instrument = this.#account.instrument(asset);
    const position = sizeToUnits(this.#account.signedSize(asset), instrument);
    let covered = (position > 0) === (side === "sell") ? Math.abs(position) : 0;
    let notional = 0;
    for (const order of this.#orders.of(asset)) {
      const { terms, left } = order;
      if (order === except || order.isTrigger || terms.reduceOnly || terms.side !== side) continue;
      const units = sizeToUnits(left!, instrument);
      const exposing = Math.max(0, units - covered);
      covered = Math.max(0, covered - units);
      notional += notionalMicro(unitsToSize(exposing, instrument), terms.limitPrice, instrument);
    }
    return initialMargin(notional, this.#account.leverage(asset));
  }
}
