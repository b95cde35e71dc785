import type { VenueAccount, VenueMarket, VenueWorld } from "../../../engine/mod.ts";

/** A world that tells of every account that is opened in it, by its address in lower case. */
export class OpeningsTold implements VenueWorld {
  readonly #world: VenueWorld;
  readonly #tell: (address: string) => void;

  constructor(world: VenueWorld, tell: (address: string) => void) {
    this.#world = world;
    this.#tell = tell;
  }

  /** The market behind. */
  get market(): VenueMarket {
    return this.#world.market;
  }

  /** The accounts behind. */
  get accounts(): ReadonlyMap<string, VenueAccount> {
    return this.#world.accounts;
  }

  /** The account of an address; a new one is told of first, so that what cannot be noted is not opened. */
  open(address: string): VenueAccount {
    if (this.#world.find(address) === null) this.#tell(address.toLowerCase());
    return this.#world.open(address);
  }

  /** The account of an address; null where there is none. */
  find(address: string): VenueAccount | null {
    return this.#world.find(address);
  }
}
