import type { Clock, Instrument, VenueAccount, VenueMarket, VenueWorld } from "../../engine/mod.ts";
import type { ExchangeOptions, VenueGates } from "../exchange/options.ts";
import type { RecordedMarket } from "../market/recorded_market.ts";
import { exchangeOptions, type SimulationChoice } from "../simulation_choice.ts";
import { RecordedVenueAccount } from "./recorded_venue_account.ts";
import { RecordedVenueMarket } from "./recorded_venue_market.ts";

/** What a world is made of. */
export interface RecordedWorldParts {
  /** Made ready with the decision interval null, so that orders settle on the finest candles. */
  readonly market: RecordedMarket;
  /** The market's time; accounts never see it go on in the middle of a call. */
  readonly clock: Clock;
  /** In the order in which the venue lists them; each must have been recorded. */
  readonly instruments: readonly Instrument[];
  /** What a newcomer is given, USD. */
  readonly balanceUsd: number;
  readonly simulation: SimulationChoice;
  /** Rules of the venue that are switched on; not there: none. */
  readonly gates?: VenueGates;
}

/** A recorded market, and an account for everybody who comes. Nobody's orders move it, and nobody meets another's. */
export class RecordedVenueWorld implements VenueWorld {
  readonly market: VenueMarket;
  readonly #accounts = new Map<string, VenueAccount>();
  readonly #open: () => VenueAccount;

  constructor(parts: RecordedWorldParts) {
    const { market, clock, instruments, balanceUsd, simulation, gates = {} } = parts;
    const options: ExchangeOptions = { ...exchangeOptions(simulation, balanceUsd), gates };
    const shown = new RecordedVenueMarket({ market, clock, instruments, slippage: options.slippage });
    this.market = shown;
    const markAt = (asset: string, time: number): number | null => shown.markAt(asset, time);
    this.#open = () => new RecordedVenueAccount({ market, clock, instruments, options, markAt });
  }

  /** By address in lower case, in the order they came. */
  get accounts(): ReadonlyMap<string, VenueAccount> {
    return this.#accounts;
  }

  /** The account of an address, opened now where there is none. */
  open(address: string): VenueAccount {
    const key = address.toLowerCase();
    const present = this.#accounts.get(key);
    if (present !== undefined) return present;
    const account = this.#open();
    this.#accounts.set(key, account);
    return account;
  }

  /** The account of an address; null where there is none. */
  find(address: string): VenueAccount | null {
    return this.#accounts.get(address.toLowerCase()) ?? null;
  }
}
