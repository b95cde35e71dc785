import type { AccountState } from "./account.ts";
import type { Fill, OpenOrder } from "./order.ts";

/** An asset in which somebody else trades on the run's account, and by what that shows. */
export interface Stranger {
  readonly asset: string;
  /** Whether the run trades it, too. */
  readonly isTraded: boolean;
  /** In one line. */
  readonly what: string;
}

/** By what a stranger's order and fills are told from a run's own. */
export interface Ownership {
  isOwn(clientOrderId: string | null): boolean;
  isTraded(asset: string): boolean;
}

/**
 * Who else trades on a run's account. What stood there at the run's first look is not strange: it was taken over, or a
 * person left it.
 */
export class Strangers {
  readonly #own: Ownership;
  readonly #tolerated = new Set<string>();
  /** Assets with fills of nobody's that we know, until they are flat. */
  readonly #filled = new Map<string, string>();
  #present: ReadonlyMap<string, string> = new Map();

  constructor(own: Ownership) {
    this.#own = own;
  }

  /** Whether somebody else trades in an asset. */
  has(asset: string): boolean {
    return this.#present.has(asset);
  }

  /** Each such asset. */
  all(): readonly Stranger[] {
    if (this.#present.size === 0) return NOBODY;
    return [...this.#present].map(([asset, what]) => ({ asset, what, isTraded: this.#own.isTraded(asset) }));
  }

  /** Takes in a fill that is none of the run's. */
  fill({ asset, side, size }: Fill): void {
    this.#filled.set(asset, `somebody else's order filled: ${side} ${size}`);
  }

  /** Looks at an account; gives who was not there at the look before. `isFirst`: nothing in it is strange. */
  look({ openOrders, positions }: AccountState, isFirst: boolean): readonly Stranger[] {
    let present: Map<string, string> | null = null;
    for (const order of openOrders) {
      if (this.#own.isOwn(order.clientOrderId) || !this.#own.isTraded(order.asset)) continue;
      const name = nameOf(order);
      if (isFirst) this.#tolerated.add(name);
      else if (!this.#tolerated.has(name)) {
        (present ??= new Map()).set(order.asset, `somebody else's ${name}`);
      }
    }
    for (const { asset, side, size } of positions) {
      if (this.#own.isTraded(asset)) continue;
      if (isFirst) this.#tolerated.add(asset);
      else if (!this.#tolerated.has(asset)) {
        (present ??= new Map()).set(asset, `somebody else's ${side} of ${size}`);
      }
    }
    for (const [asset, what] of this.#filled) {
      if (positions.some((position) => position.asset === asset)) (present ??= new Map()).set(asset, what);
      else this.#filled.delete(asset);
    }
    if (present === null && this.#present.size === 0) return NOBODY;
    const before = this.#present;
    this.#present = present ?? new Map();
    return this.all().filter(({ asset }) => !before.has(asset));
  }
}

const NOBODY: readonly Stranger[] = [];

/** An order without a client order id has nothing else to be known by. */
function nameOf({ asset, kind, side, size, limitPrice, triggerPrice }: OpenOrder): string {
  return `${kind} order to ${side} ${size ?? "all"} ${asset} at ${triggerPrice ?? limitPrice}`;
}
