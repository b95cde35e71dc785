import { type Instrument, sizeToUnits, unitsToSize } from "./instrument.ts";
import type { Fill } from "./order.ts";
import { withinHeld } from "./own_size.ts";

/** How much of each position is the run's own, as fills tell: where somebody else trades an asset, too. */
export class OwnShares {
  readonly #instruments: ReadonlyMap<string, Instrument>;
  /** By asset, signed size units of the run's own, and of all. */
  readonly #shares = new Map<string, { readonly own: number; readonly all: number }>();

  constructor(instruments: ReadonlyMap<string, Instrument>) {
    this.#instruments = instruments;
  }

  /** Takes in a fill of an asset that is traded. */
  take({ asset, side, size }: Fill, isOwn: boolean): void {
    const { own, all } = this.#shares.get(asset) ?? NOTHING;
    const units = sizeToUnits(size, this.#instruments.get(asset)!) * (side === "buy" ? 1 : -1);
    const held = all + units;
    if (held === 0) return void this.#shares.delete(asset);
    this.#shares.set(asset, { own: withinHeld(isOwn ? own + units : own, held), all: held });
  }

  /** The run's own part of what is held of an asset, coins; 0: none of it is. */
  of(asset: string): number {
    const share = this.#shares.get(asset);
    return share === undefined ? 0 : unitsToSize(Math.abs(share.own), this.#instruments.get(asset)!);
  }
}

const NOTHING = { own: 0, all: 0 };
