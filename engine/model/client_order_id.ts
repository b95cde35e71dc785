import { sha256 } from "./hash.ts";
import type { Leg } from "./order.ts";

/** What an order is named after; a name can be made again from the diary, so no order is ever sent twice. */
export interface OrderName {
  /** The run's key. */
  readonly key: string;
  /** The candle close of the cycle; for a command or the guard the moment, ms. */
  readonly close: number;
  readonly asset: string;
  readonly leg: Leg;
  /** How many orders of this name were intended before. */
  readonly attempt: number;
}

/** The client order id of an order: 0x and the first 128 bits of a hash of its name. */
export function clientOrderId(name: OrderName): string {
  const text = [name.key, name.close, name.asset, name.leg, name.attempt].join("|");
  return `0x${sha256(text).slice(0, 32)}`;
}

/** Names the orders of one cycle: each next one of the same asset and leg is another attempt. */
export class OrderNamer {
  readonly #cycle: { readonly key: string; readonly close: number };
  readonly #intended: (asset: string, leg: Leg) => number;
  readonly #planned = new Map<string, number>();

  /** `intended` tells how many orders of an asset and leg stand in the diary for this cycle already. */
  constructor(
    cycle: { readonly key: string; readonly close: number },
    intended: (asset: string, leg: Leg) => number,
  ) {
    this.#cycle = cycle;
    this.#intended = intended;
  }

  /** The client order id of the next order for this asset and leg. */
  next(asset: string, leg: Leg): string {
    const name = `${asset} ${leg}`;
    const planned = this.#planned.get(name) ?? 0;
    this.#planned.set(name, planned + 1);
    const attempt = this.#intended(asset, leg) + planned;
    return clientOrderId({ ...this.#cycle, asset, leg, attempt });
  }
}
