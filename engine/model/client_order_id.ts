import { Fingerprint } from "./hash.ts";
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

/** The client order id of an order: 0x, a fingerprint of run and cycle, and one of what tells its orders apart. */
export function clientOrderId(name: OrderName): string {
  return Fingerprint.hexPair(cycleName(name), orderName(name));
}

function cycleName({ key, close }: Pick<OrderName, "key" | "close">): Fingerprint {
  return new Fingerprint().text(key).number(close);
}

function orderName({ asset, leg, attempt }: Pick<OrderName, "asset" | "leg" | "attempt">): Fingerprint {
  return new Fingerprint().text(asset).text(leg).number(attempt);
}

/** Names the orders of one cycle: each next one of the same asset and leg is another attempt. */
export class OrderNamer {
  readonly #cycle: { readonly key: string; readonly close: number };
  readonly #intended: (asset: string, leg: Leg) => number;
  readonly #planned: { readonly asset: string; readonly leg: Leg }[] = [];
  #cycleName: Fingerprint | null = null;

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
    let attempt = this.#intended(asset, leg);
    for (const planned of this.#planned) if (planned.asset === asset && planned.leg === leg) attempt++;
    this.#planned.push({ asset, leg });
    this.#cycleName ??= cycleName(this.#cycle);
    return Fingerprint.hexPair(this.#cycleName, orderName({ asset, leg, attempt }));
  }
}
